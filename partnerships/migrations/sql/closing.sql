-- A closed partnership stays as it is: nothing more is told in its log or its bodies' logs, and without that nothing changes.

CALL iop_protect('partnerships_closingapproval');
CREATE TRIGGER named BEFORE INSERT ON partnerships_closingapproval FOR EACH ROW EXECUTE FUNCTION iop_signature_name();
CREATE TRIGGER party_belongs BEFORE INSERT ON partnerships_closingapproval FOR EACH ROW EXECUTE FUNCTION
  iop_party_belongs('party_id', 'SELECT partnership_id FROM partnerships_windingdown WHERE id = ($1).winding_id');

CREATE FUNCTION iop_log_of_closed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.action NOT IN ('partnership.close', 'person.ask_erasure', 'person.keep', 'person.erase') AND EXISTS (
    SELECT FROM partnerships_partnership p WHERE p.closed_on IS NOT NULL AND (
      p.chain_id = NEW.chain_id OR EXISTS (SELECT FROM governance_body b WHERE b.chain_id = NEW.chain_id AND b.partnership_id = p.id)
    )
  ) THEN
    PERFORM iop_refuse('the partnership is closed: nothing in it changes');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER closed BEFORE INSERT ON partnerships_logevent FOR EACH ROW EXECUTE FUNCTION iop_log_of_closed();

-- Closed when its agreements have ended, once and for all.
CREATE FUNCTION iop_partnership_closes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.closed_on IS NOT NULL THEN
    PERFORM iop_refuse('a closed partnership stays as it was when it was closed');
  END IF;
  IF NEW.closed_on IS NOT NULL AND EXISTS (
    SELECT FROM partnerships_agreement WHERE partnership_id = NEW.id AND kind = 'main' AND status = 'in_force'
  ) THEN
    PERFORM iop_refuse('a partnership is closed when its agreement has ended');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER closes BEFORE UPDATE ON partnerships_partnership FOR EACH ROW EXECUTE FUNCTION iop_partnership_closes();

-- What a partnership rests on does not change behind the log's back either. Argument: the row's partnership.
CREATE FUNCTION iop_not_in_closed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM partnerships_partnership WHERE id = NEW.partnership_id AND closed_on IS NOT NULL) THEN
    PERFORM iop_refuse('the partnership is closed: nothing in it changes');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER closed BEFORE INSERT OR UPDATE ON partnerships_agreement FOR EACH ROW EXECUTE FUNCTION iop_not_in_closed();
CREATE TRIGGER closed BEFORE INSERT OR UPDATE ON partnerships_party FOR EACH ROW EXECUTE FUNCTION iop_not_in_closed();
CREATE TRIGGER closed BEFORE INSERT OR UPDATE ON partnerships_partnershiprole FOR EACH ROW EXECUTE FUNCTION iop_not_in_closed();
CREATE TRIGGER closed BEFORE INSERT OR UPDATE ON partnerships_phaseperiod FOR EACH ROW EXECUTE FUNCTION iop_not_in_closed();
