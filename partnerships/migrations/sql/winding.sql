-- The winding-down plan: born open, kept, its items of the same partnership; what another party has verified stays.

CALL iop_protect('partnerships_historicalwindingdown');
CALL iop_protect('partnerships_historicalwindingitem');
CREATE TRIGGER keep BEFORE DELETE ON partnerships_windingdown FOR EACH ROW EXECUTE FUNCTION iop_keep();
CREATE TRIGGER keep BEFORE DELETE ON partnerships_windingitem FOR EACH ROW EXECUTE FUNCTION iop_keep();
CREATE TRIGGER born BEFORE INSERT ON partnerships_windingdown FOR EACH ROW EXECUTE FUNCTION iop_born('{"status": "open"}');
CREATE TRIGGER born BEFORE INSERT ON partnerships_windingitem FOR EACH ROW EXECUTE FUNCTION iop_born('{"status": "open"}');
CREATE TRIGGER party_belongs BEFORE INSERT OR UPDATE ON partnerships_windingitem FOR EACH ROW EXECUTE FUNCTION
  iop_party_belongs('party_id', 'SELECT partnership_id FROM partnerships_windingdown WHERE id = ($1).winding_id');
CREATE TRIGGER doer_belongs BEFORE UPDATE ON partnerships_windingitem FOR EACH ROW EXECUTE FUNCTION
  iop_party_belongs('done_for_id', 'SELECT partnership_id FROM partnerships_windingdown WHERE id = ($1).winding_id');
CREATE TRIGGER verifier_belongs BEFORE UPDATE ON partnerships_windingitem FOR EACH ROW EXECUTE FUNCTION
  iop_party_belongs('verified_for_id', 'SELECT partnership_id FROM partnerships_windingdown WHERE id = ($1).winding_id');

CREATE FUNCTION iop_winding_item() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.status = 'verified' OR NEW.winding_id <> OLD.winding_id THEN
    PERFORM iop_refuse('what another party has verified stays as it was');
  END IF;
  IF NEW.status <> OLD.status AND (OLD.status, NEW.status) NOT IN (
    ('open', 'done'), ('done', 'open'), ('done', 'verified'), ('open', 'not_needed'), ('not_needed', 'open')
  ) THEN
    PERFORM iop_refuse(format('an item of a plan does not go from %s to %s', OLD.status, NEW.status));
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guards BEFORE UPDATE ON partnerships_windingitem FOR EACH ROW EXECUTE FUNCTION iop_winding_item();

CREATE FUNCTION iop_winding() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.status = 'laid_aside' OR NEW.partnership_id <> OLD.partnership_id THEN
    PERFORM iop_refuse('a plan that has been laid aside stays so: begin another');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guards BEFORE UPDATE ON partnerships_windingdown FOR EACH ROW EXECUTE FUNCTION iop_winding();
