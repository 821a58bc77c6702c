-- A party's own decision stays as it was entered; a correction names what it corrects, and is of the same party.

CREATE FUNCTION iop_party_decision() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  of_row bigint;
BEGIN
  SELECT partnership_id INTO of_row FROM partnerships_party WHERE id = NEW.party_id;
  IF NEW.agreement_id IS NOT NULL AND NOT EXISTS (
    SELECT FROM partnerships_agreement WHERE id = NEW.agreement_id AND partnership_id = of_row
  ) THEN
    PERFORM iop_refuse('the agreement belongs to another partnership');
  END IF;
  IF NEW.document_id IS NOT NULL AND NOT EXISTS (
    SELECT FROM partnerships_document WHERE id = NEW.document_id AND partnership_id = of_row
  ) THEN
    PERFORM iop_refuse('the document belongs to another partnership');
  END IF;
  IF NEW.corrects_id IS NOT NULL AND NOT EXISTS (
    SELECT FROM partnerships_partydecision WHERE id = NEW.corrects_id AND party_id = NEW.party_id
  ) THEN
    PERFORM iop_refuse('a correction is of a decision of the same party');
  END IF;
  IF NOT EXISTS (
    SELECT FROM partnerships_mandate m JOIN partnerships_party p ON p.id = NEW.party_id AND p.organisation_id = m.organisation_id
    WHERE m.person_id = NEW.entered_by_id AND m.role = 'representative'
      AND m.valid_from <= (NEW.entered_at AT TIME ZONE 'Europe/Stockholm')::date
      AND (m.valid_until IS NULL OR m.valid_until > (NEW.entered_at AT TIME ZONE 'Europe/Stockholm')::date)
  ) THEN
    PERFORM iop_refuse('a party''s decision is entered by its own representative');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guards BEFORE INSERT ON partnerships_partydecision FOR EACH ROW EXECUTE FUNCTION iop_party_decision();
CALL iop_protect('partnerships_partydecision');
CALL iop_protect('partnerships_historicalpartydecision');

-- Whom one has asked stays asked: the answer may change, the row is kept.
CREATE TRIGGER keep BEFORE DELETE ON partnerships_consideredorganisation FOR EACH ROW EXECUTE FUNCTION iop_keep();
CREATE FUNCTION iop_considered() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.partnership_id IS DISTINCT FROM OLD.partnership_id THEN
    PERFORM iop_refuse('a considered organisation keeps its partnership');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guards BEFORE UPDATE ON partnerships_consideredorganisation FOR EACH ROW EXECUTE FUNCTION iop_considered();
CALL iop_protect('partnerships_historicalconsideredorganisation');
