-- What a party is stays; how it came and went is said once, with its state.

CREATE FUNCTION iop_party_update() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.partnership_id, NEW.organisation_id, NEW.proposed_on)
     IS DISTINCT FROM (OLD.partnership_id, OLD.organisation_id, OLD.proposed_on) THEN
    PERFORM iop_refuse('a party keeps its partnership, its organisation and the day it was proposed');
  END IF;
  IF OLD.status IN ('declined', 'left') THEN
    PERFORM iop_refuse('a party that has declined or left stays as it went: the organisation is proposed anew');
  END IF;
  IF NEW.status <> OLD.status AND (OLD.status, NEW.status) NOT IN (
    ('proposed', 'in_dialogue'), ('proposed', 'party'), ('proposed', 'declined'),
    ('in_dialogue', 'party'), ('in_dialogue', 'declined'), ('party', 'left')
  ) THEN
    PERFORM iop_refuse(format('a party does not go from %s to %s', OLD.status, NEW.status));
  END IF;
  IF NEW.joined_on IS DISTINCT FROM OLD.joined_on AND (OLD.status = 'party' OR NEW.status <> 'party') THEN
    PERFORM iop_refuse('the first day of a party is set when it becomes one');
  END IF;
  IF NEW.status IN ('declined', 'left') THEN
    IF NEW.left_on IS NULL OR trim(NEW.reason) = '' THEN
      PERFORM iop_refuse('who declines or leaves does so on a day and for a reason');
    END IF;
  ELSIF (NEW.left_on, NEW.reason) IS DISTINCT FROM (OLD.left_on, OLD.reason) THEN
    PERFORM iop_refuse('day and reason are set when a party declines or leaves');
  END IF;
  -- The first agreement makes its parties in the same act; whoever comes later comes by signing one.
  IF NEW.status = 'party' AND OLD.status <> 'party' AND EXISTS (
    SELECT FROM partnerships_agreement WHERE partnership_id = NEW.partnership_id AND status = 'in_force'
  ) AND NOT EXISTS (
    SELECT FROM partnerships_agreementparty ap JOIN partnerships_agreement a ON a.id = ap.agreement_id
    WHERE ap.party_id = NEW.id AND a.status = 'in_force'
  ) THEN
    PERFORM iop_refuse('an organisation becomes a party by signing an agreement that is in force');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guards BEFORE UPDATE ON partnerships_party FOR EACH ROW EXECUTE FUNCTION iop_party_update();
