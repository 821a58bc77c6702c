-- An automatic extension stays, and is of an agreement in force.
CALL iop_protect('partnerships_automaticextension');
CREATE FUNCTION iop_automatic_extension() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM partnerships_agreement WHERE id = NEW.agreement_id AND kind = 'main' AND status = 'in_force') THEN
    PERFORM iop_refuse('only a partnership agreement that is in force is extended by itself');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guards BEFORE INSERT ON partnerships_automaticextension FOR EACH ROW EXECUTE FUNCTION iop_automatic_extension();

-- A withdrawal is a signatory's, of that very party, on a mandate of that day. It is kept as it was given.
CALL iop_protect('partnerships_historicalwithdrawal');
CREATE TRIGGER keep BEFORE DELETE ON partnerships_withdrawal FOR EACH ROW EXECUTE FUNCTION iop_keep();
CREATE TRIGGER born BEFORE INSERT ON partnerships_withdrawal FOR EACH ROW EXECUTE FUNCTION iop_born('{"status": "given"}');
CREATE FUNCTION iop_withdrawal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NOT EXISTS (
      SELECT FROM partnerships_mandate m JOIN partnerships_party p ON p.id = NEW.party_id AND p.organisation_id = m.organisation_id
      WHERE m.id = NEW.mandate_id AND m.person_id = NEW.person_id AND m.role = 'signatory' AND p.status = 'party'
        AND m.valid_from <= NEW.given_on AND (m.valid_until IS NULL OR m.valid_until > NEW.given_on)
    ) THEN
      PERFORM iop_refuse('a withdrawal rests on a mandate of that day as signatory of the party');
    END IF;
    SELECT name INTO NEW.name FROM partnerships_user WHERE id = NEW.person_id;
    RETURN NEW;
  END IF;
  IF (NEW.party_id, NEW.person_id, NEW.name, NEW.mandate_id, NEW.given_at, NEW.given_on, NEW.notice_months, NEW.earliest_on,
      NEW.leaves_on, NEW.reason, NEW.consent)
     IS DISTINCT FROM
     (OLD.party_id, OLD.person_id, OLD.name, OLD.mandate_id, OLD.given_at, OLD.given_on, OLD.notice_months, OLD.earliest_on,
      OLD.leaves_on, OLD.reason, OLD.consent) THEN
    PERFORM iop_refuse('a withdrawal stays as it was given');
  END IF;
  IF OLD.status <> 'given' AND NEW.status <> OLD.status THEN
    PERFORM iop_refuse(format('a withdrawal does not go from %s to %s', OLD.status, NEW.status));
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guards BEFORE INSERT OR UPDATE ON partnerships_withdrawal FOR EACH ROW EXECUTE FUNCTION iop_withdrawal();
