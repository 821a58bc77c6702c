-- What an amendment says beside its sections is a term like the others; a draft laid aside stays aside.
CREATE FUNCTION iop_agreement_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.status <> 'draft' AND
     (NEW.subjects, NEW.target_group, NEW.based_on_end, NEW.extension_kind, NEW.extension_months, NEW.extension_times, NEW.extension_notice_months)
     IS DISTINCT FROM
     (OLD.subjects, OLD.target_group, OLD.based_on_end, OLD.extension_kind, OLD.extension_months, OLD.extension_times, OLD.extension_notice_months) THEN
    PERFORM iop_refuse('the terms of an agreement change in draft only');
  END IF;
  IF OLD.dropped_on IS NOT NULL THEN
    PERFORM iop_refuse('a draft that has been laid aside does not change');
  END IF;
  IF NEW.signed_at IS DISTINCT FROM OLD.signed_at AND NOT (NEW.status = 'in_force' AND OLD.status <> 'in_force') THEN
    PERFORM iop_refuse('when an agreement was signed is set when it comes into force');
  END IF;
  -- A section in effect is replaced or struck once: of two drafts, the one that is signed last has to be written anew.
  IF NEW.status = 'in_force' AND OLD.status <> 'in_force' THEN
    PERFORM pg_advisory_xact_lock(7102, NEW.partnership_id::int);
    IF EXISTS (
      SELECT FROM partnerships_agreementsection mine
      JOIN partnerships_agreementsection theirs ON theirs.target_id = mine.target_id AND theirs.id <> mine.id
      JOIN partnerships_agreement other ON other.id = theirs.agreement_id AND other.status = 'in_force'
      WHERE mine.agreement_id = NEW.id AND mine.effect IN ('replaces', 'strikes') AND theirs.effect IN ('replaces', 'strikes')
    ) THEN
      PERFORM iop_refuse('a section in effect is replaced once');
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER changes BEFORE UPDATE ON partnerships_agreement FOR EACH ROW EXECUTE FUNCTION iop_agreement_change();

-- What a section changes is signed text of the same agreement: of the main one, its annexes, or what has been signed under it.
CREATE FUNCTION iop_section_target() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  main bigint;
  kind text;
  of_target record;
BEGIN
  IF NEW.effect = '' THEN
    RETURN NEW;
  END IF;
  SELECT a.parent_id, a.kind INTO main, kind FROM partnerships_agreement a WHERE a.id = NEW.agreement_id;
  IF kind NOT IN ('amendment', 'extension') THEN
    PERFORM iop_refuse('only an amendment or an extension changes sections');
  END IF;
  IF NEW.target_id IS NULL THEN
    RETURN NEW;
  END IF;
  SELECT a.id, a.parent_id, p.parent_id AS grandparent_id, a.status INTO of_target
    FROM partnerships_agreementsection s JOIN partnerships_agreement a ON a.id = s.agreement_id
    LEFT JOIN partnerships_agreement p ON p.id = a.parent_id WHERE s.id = NEW.target_id;
  IF main NOT IN (of_target.id, coalesce(of_target.parent_id, 0), coalesce(of_target.grandparent_id, 0)) THEN
    PERFORM iop_refuse('a section changes a section of its own agreement');
  END IF;
  IF of_target.status IN ('draft', 'proposed') THEN
    PERFORM iop_refuse('a section changes what has been signed');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER target BEFORE INSERT OR UPDATE ON partnerships_agreementsection FOR EACH ROW EXECUTE FUNCTION iop_section_target();
