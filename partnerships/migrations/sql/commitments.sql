-- What each party brings: part of the text that is signed, frozen with it; what was brought is written once.

CREATE TRIGGER draft_only BEFORE INSERT OR UPDATE OR DELETE ON partnerships_commitment
  FOR EACH ROW EXECUTE FUNCTION iop_agreement_part();
CREATE TRIGGER party_belongs BEFORE INSERT OR UPDATE ON partnerships_commitment FOR EACH ROW
  EXECUTE FUNCTION iop_party_belongs('party_id', 'SELECT partnership_id FROM partnerships_agreement WHERE id = ($1).agreement_id');

-- A package has one list of what its rows say, at its own agreement: an annex has none.
CREATE FUNCTION iop_agreed_row() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM partnerships_agreement WHERE id = NEW.agreement_id AND kind = 'annex') THEN
    PERFORM iop_refuse(format('rows of %s stand at the agreement, not at an annex', TG_TABLE_NAME));
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER at_the_agreement BEFORE INSERT OR UPDATE ON partnerships_commitment
  FOR EACH ROW EXECUTE FUNCTION iop_agreed_row();

-- A commitment replaces one of the same party that is agreed upon, in an agreement that this one belongs to.
CREATE FUNCTION iop_commitment_replaces() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.replaces_id IS NOT NULL AND NOT EXISTS (
    SELECT FROM partnerships_commitment earlier
    JOIN partnerships_agreement of_old ON of_old.id = earlier.agreement_id
    JOIN partnerships_agreement of_new ON of_new.id = NEW.agreement_id
    WHERE earlier.id = NEW.replaces_id AND earlier.id <> NEW.id AND earlier.party_id = NEW.party_id
      AND of_old.in_force_on IS NOT NULL
      AND of_new.parent_id IN (of_old.id, of_old.parent_id)
      AND NEW.starts_on BETWEEN earlier.starts_on AND earlier.ends_on
  ) THEN
    PERFORM iop_refuse('a commitment replaces one that is agreed, of the same party, from a day within its time');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER replaces BEFORE INSERT OR UPDATE ON partnerships_commitment
  FOR EACH ROW EXECUTE FUNCTION iop_commitment_replaces();

-- What was brought: of an agreed commitment, in a month or a quarter that it touches, valued as it says.
ALTER TABLE partnerships_commitmentactual ADD CONSTRAINT actual_month_or_quarter CHECK (
  extract(day FROM starts_on) = 1 AND (
    ends_on = (starts_on + interval '1 month')::date - 1
    OR (ends_on = (starts_on + interval '3 months')::date - 1 AND extract(month FROM starts_on) IN (1, 4, 7, 10))
  )
);
CREATE FUNCTION iop_actual_insert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM partnerships_commitment c JOIN partnerships_agreement a ON a.id = c.agreement_id
    WHERE c.id = NEW.commitment_id AND a.in_force_on IS NOT NULL AND c.unit_value = NEW.unit_value
      AND extract(year FROM NEW.starts_on) = extract(year FROM c.starts_on)
      AND NEW.starts_on <= c.ends_on AND NEW.ends_on >= c.starts_on
  ) THEN
    PERFORM iop_refuse('what was brought belongs to an agreed commitment, within its time and at its value');
  END IF;
  IF NEW.corrects_id IS NOT NULL AND NOT EXISTS (
    SELECT FROM partnerships_commitmentactual earlier WHERE earlier.id = NEW.corrects_id AND earlier.commitment_id = NEW.commitment_id
      AND earlier.starts_on = NEW.starts_on AND earlier.ends_on = NEW.ends_on
  ) THEN
    PERFORM iop_refuse('a correction is about the same commitment and the same time as what it corrects');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guards BEFORE INSERT ON partnerships_commitmentactual FOR EACH ROW EXECUTE FUNCTION iop_actual_insert();

CALL iop_protect('partnerships_commitmentactual');
CALL iop_protect('partnerships_historicalcommitment');
CALL iop_protect('partnerships_historicalcommitmentactual');
