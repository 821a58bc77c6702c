-- The ownership matrix and the conditions: part of the text that is signed, frozen with it.

CREATE TRIGGER draft_only BEFORE INSERT OR UPDATE OR DELETE ON partnerships_ownershipitem
  FOR EACH ROW EXECUTE FUNCTION iop_agreement_part();
CREATE TRIGGER at_the_agreement BEFORE INSERT OR UPDATE ON partnerships_ownershipitem
  FOR EACH ROW EXECUTE FUNCTION iop_agreed_row();
CREATE TRIGGER owner_belongs BEFORE INSERT OR UPDATE ON partnerships_ownershipitem FOR EACH ROW
  EXECUTE FUNCTION iop_party_belongs('owner_id', 'SELECT partnership_id FROM partnerships_agreement WHERE id = ($1).agreement_id');
CREATE TRIGGER bearer_belongs BEFORE INSERT OR UPDATE ON partnerships_ownershipitem FOR EACH ROW
  EXECUTE FUNCTION iop_party_belongs('cost_bearer_id', 'SELECT partnership_id FROM partnerships_agreement WHERE id = ($1).agreement_id');

CREATE FUNCTION iop_ownership_service() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.service_id IS NOT NULL AND NOT EXISTS (
    SELECT FROM partnerships_service s JOIN partnerships_party p ON p.id = s.party_id
    JOIN partnerships_agreement a ON a.partnership_id = p.partnership_id
    WHERE s.id = NEW.service_id AND a.id = NEW.agreement_id
  ) THEN
    PERFORM iop_refuse('the service belongs to another partnership');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER service_belongs BEFORE INSERT OR UPDATE ON partnerships_ownershipitem
  FOR EACH ROW EXECUTE FUNCTION iop_ownership_service();

CREATE TRIGGER at_the_agreement BEFORE INSERT OR UPDATE ON partnerships_condition
  FOR EACH ROW EXECUTE FUNCTION iop_agreed_row();
CREATE TRIGGER party_belongs BEFORE INSERT OR UPDATE ON partnerships_condition FOR EACH ROW
  EXECUTE FUNCTION iop_party_belongs('party_id', 'SELECT partnership_id FROM partnerships_agreement WHERE id = ($1).agreement_id');
CREATE TRIGGER watcher_belongs BEFORE INSERT OR UPDATE ON partnerships_condition FOR EACH ROW
  EXECUTE FUNCTION iop_party_belongs('watcher_id', 'SELECT partnership_id FROM partnerships_agreement WHERE id = ($1).agreement_id');

-- Written in the draft, or later on a decision that it names; afterwards it can be lifted once and nothing else.
CREATE FUNCTION iop_condition() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  state text;
  row_then partnerships_condition;
BEGIN
  IF TG_OP = 'DELETE' THEN
    row_then := OLD;
  ELSE
    row_then := NEW;
  END IF;
  SELECT status INTO state FROM partnerships_agreement WHERE id = row_then.agreement_id FOR SHARE;
  IF TG_OP = 'INSERT' THEN
    IF NEW.lifted_on IS NOT NULL THEN
      PERFORM iop_refuse('a condition is lifted after it has held');
    END IF;
    IF NEW.decision = '' AND state <> 'draft' OR NEW.decision <> '' AND state <> 'in_force' THEN
      PERFORM iop_refuse('a condition is written in a draft, or rests on a decision under an agreement in force');
    END IF;
    RETURN NEW;
  END IF;
  IF TG_OP = 'UPDATE' AND (NEW.agreement_id, NEW.decision) IS DISTINCT FROM (OLD.agreement_id, OLD.decision) THEN
    PERFORM iop_refuse('a condition keeps its agreement and what it rests on');
  END IF;
  IF state = 'draft' AND row_then.decision = '' THEN
    IF TG_OP = 'UPDATE' AND NEW.lifted_on IS NOT NULL THEN
      PERFORM iop_refuse('a condition is lifted after it has held');
    END IF;
    RETURN row_then;
  END IF;
  IF TG_OP = 'DELETE' OR OLD.lifted_on IS NOT NULL OR NEW.lifted_on IS NULL
     OR to_jsonb(NEW) - 'lifted_on' - 'version' IS DISTINCT FROM to_jsonb(OLD) - 'lifted_on' - 'version' THEN
    PERFORM iop_refuse('a condition that holds can be lifted, once, and not be changed');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guards BEFORE INSERT OR UPDATE OR DELETE ON partnerships_condition
  FOR EACH ROW EXECUTE FUNCTION iop_condition();

-- Nobody checks what the own organisation is to fulfil, nor what is not in force or has been lifted.
CREATE FUNCTION iop_condition_check() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM partnerships_condition c JOIN partnerships_agreement a ON a.id = c.agreement_id
    JOIN partnerships_party p ON p.id = c.party_id
    WHERE c.id = NEW.condition_id AND c.lifted_on IS NULL AND a.status = 'in_force' AND p.organisation_id <> NEW.organisation_id
      AND NEW.due_on >= c.due_on
  ) THEN
    PERFORM iop_refuse('a condition in force is checked by somebody else than who is to fulfil it');
  END IF;
  IF NEW.document_id IS NOT NULL AND NOT EXISTS (
    SELECT FROM partnerships_document d JOIN partnerships_agreement a ON a.partnership_id = d.partnership_id
    JOIN partnerships_condition c ON c.agreement_id = a.id WHERE d.id = NEW.document_id AND c.id = NEW.condition_id
  ) THEN
    PERFORM iop_refuse('the document belongs to another partnership');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guards BEFORE INSERT ON partnerships_conditioncheck
  FOR EACH ROW EXECUTE FUNCTION iop_condition_check();

CALL iop_protect('partnerships_conditioncheck');
CALL iop_protect('partnerships_historicalownershipitem');
CALL iop_protect('partnerships_historicalcondition');
