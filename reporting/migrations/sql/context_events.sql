-- A context event is born noted, goes one way, is kept, and speaks of its own partnership's joint bodies alone.
CALL iop_protect('reporting_historicalcontextevent');
CREATE TRIGGER keep BEFORE DELETE ON reporting_contextevent FOR EACH ROW EXECUTE FUNCTION iop_keep();
CREATE TRIGGER born BEFORE INSERT ON reporting_contextevent FOR EACH ROW EXECUTE FUNCTION iop_born('{"status": "noted"}');
CREATE FUNCTION iop_context_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF OLD.status = 'settled' THEN
      PERFORM iop_refuse('a context event that is settled stays as it is');
    END IF;
    IF NEW.status <> OLD.status AND (OLD.status, NEW.status) NOT IN (
      ('noted', 'called'), ('noted', 'settled'), ('called', 'held'), ('held', 'settled')
    ) THEN
      PERFORM iop_refuse(format('a context event does not go from %s to %s', OLD.status, NEW.status));
    END IF;
  END IF;
  IF NEW.body_id IS NOT NULL AND NOT EXISTS (
    SELECT FROM governance_body WHERE id = NEW.body_id AND partnership_id = NEW.partnership_id AND visibility = 'partnership'
  ) THEN
    PERFORM iop_refuse('a context event is taken up in a body of its partnership that all can read');
  END IF;
  IF NEW.meeting_id IS NOT NULL AND NOT EXISTS (SELECT FROM governance_meeting WHERE id = NEW.meeting_id AND body_id = NEW.body_id) THEN
    PERFORM iop_refuse('the meeting is of the body that takes it up');
  END IF;
  IF NEW.agreement_id IS NOT NULL AND NOT EXISTS (
    SELECT FROM partnerships_agreement WHERE id = NEW.agreement_id AND partnership_id = NEW.partnership_id
  ) THEN
    PERFORM iop_refuse('the amendment is of the same partnership');
  END IF;
  IF NEW.decision_id IS NOT NULL AND NOT EXISTS (
    SELECT FROM governance_decision d JOIN governance_body b ON b.id = d.body_id
    WHERE d.id = NEW.decision_id AND b.partnership_id = NEW.partnership_id AND b.visibility = 'partnership'
  ) THEN
    PERFORM iop_refuse('the decision is of a body of its partnership that all can read');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guards BEFORE INSERT OR UPDATE ON reporting_contextevent FOR EACH ROW EXECUTE FUNCTION iop_context_event();
