-- The choice of form: settled by a coordinator from each side and then as it was, also in the words it was judged by.

CREATE TRIGGER born BEFORE INSERT ON partnerships_formchoice FOR EACH ROW EXECUTE FUNCTION iop_born(
  '{"status": "draft", "proposed_by_id": null, "settled_by_id": null}');
CREATE TRIGGER keep BEFORE DELETE ON partnerships_formchoice FOR EACH ROW EXECUTE FUNCTION iop_keep();

-- Whether the person coordinates the partnership for the organisation on the day of a moment.
CREATE FUNCTION iop_coordinates(person bigint, organisation bigint, partnership bigint, moment timestamptz)
RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
    SELECT FROM partnerships_partnershiprole r
    WHERE r.person_id = person AND r.organisation_id = organisation AND r.partnership_id = partnership
      AND r.role = 'coordinator' AND r.valid_from <= (moment AT TIME ZONE 'Europe/Stockholm')::date
      AND (r.valid_until IS NULL OR r.valid_until > (moment AT TIME ZONE 'Europe/Stockholm')::date)
  )
$$;

CREATE FUNCTION iop_form_choice() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.status = 'settled' THEN
    PERFORM iop_refuse('a settled choice of form stays: review it with a new one');
  END IF;
  IF (NEW.partnership_id, NEW.number) IS DISTINCT FROM (OLD.partnership_id, OLD.number) THEN
    PERFORM iop_refuse('a choice of form keeps its partnership and number');
  END IF;
  IF OLD.status = 'proposed' AND (NEW.outcome, NEW.conclusion, NEW.judged_by, NEW.judged_on, NEW.review_on)
     IS DISTINCT FROM (OLD.outcome, OLD.conclusion, OLD.judged_by, OLD.judged_on, OLD.review_on) THEN
    PERFORM iop_refuse('a choice of form changes in draft only');
  END IF;
  IF NEW.status = OLD.status THEN
    IF (NEW.proposed_by_id, NEW.proposed_for_id, NEW.proposed_at)
       IS DISTINCT FROM (OLD.proposed_by_id, OLD.proposed_for_id, OLD.proposed_at) THEN
      PERFORM iop_refuse('who proposed a choice of form is set with its state');
    END IF;
    RETURN NEW;
  END IF;
  IF (OLD.status, NEW.status) NOT IN (('draft', 'proposed'), ('proposed', 'draft'), ('proposed', 'settled')) THEN
    PERFORM iop_refuse(format('a choice of form does not go from %s to %s', OLD.status, NEW.status));
  END IF;
  IF NEW.status = 'proposed' AND NOT iop_coordinates(NEW.proposed_by_id, NEW.proposed_for_id, NEW.partnership_id, NEW.proposed_at) THEN
    PERFORM iop_refuse('a choice of form is proposed by a coordinator');
  END IF;
  IF NEW.status = 'settled' THEN
    IF (NEW.proposed_by_id, NEW.proposed_for_id, NEW.proposed_at)
       IS DISTINCT FROM (OLD.proposed_by_id, OLD.proposed_for_id, OLD.proposed_at) THEN
      PERFORM iop_refuse('who proposed a choice of form is set with its state');
    END IF;
    IF NOT iop_coordinates(NEW.settled_by_id, NEW.settled_for_id, NEW.partnership_id, NEW.settled_at) OR (
      SELECT count(DISTINCT side) FROM partnerships_organisation WHERE id IN (NEW.proposed_for_id, NEW.settled_for_id)
    ) < 2 THEN
      PERFORM iop_refuse('a choice of form is settled by a coordinator from each side');
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guards BEFORE UPDATE ON partnerships_formchoice FOR EACH ROW EXECUTE FUNCTION iop_form_choice();

-- What belongs to a choice changes while it is a draft. FOR SHARE waits for a proposal going on.
CREATE FUNCTION iop_form_choice_part() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  part record;
  state text;
BEGIN
  FOREACH part IN ARRAY CASE TG_OP WHEN 'INSERT' THEN ARRAY[NEW] WHEN 'DELETE' THEN ARRAY[OLD] ELSE ARRAY[OLD, NEW] END LOOP
    SELECT status INTO state FROM partnerships_formchoice WHERE id = part.choice_id FOR SHARE;
    IF state <> 'draft' THEN
      PERFORM iop_refuse('a choice of form changes in draft only');
    END IF;
  END LOOP;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER draft_only BEFORE INSERT OR UPDATE OR DELETE ON partnerships_weighedform
  FOR EACH ROW EXECUTE FUNCTION iop_form_choice_part();
CREATE TRIGGER draft_only BEFORE INSERT OR UPDATE OR DELETE ON partnerships_criterionanswer
  FOR EACH ROW EXECUTE FUNCTION iop_form_choice_part();
CREATE TRIGGER draft_only BEFORE INSERT OR UPDATE OR DELETE ON partnerships_redflag
  FOR EACH ROW EXECUTE FUNCTION iop_form_choice_part();

-- An answer is to a criterion, a red flag to a red flag; from then on their set stays as it is worded.
-- Argument: the kind of set.
CREATE FUNCTION iop_of_kind() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM partnerships_criteriaset s JOIN partnerships_criterion c ON c.criteria_set_id = s.id
    WHERE c.id = NEW.criterion_id AND s.kind = TG_ARGV[0] FOR SHARE OF s;
  IF NOT FOUND THEN
    PERFORM iop_refuse(format('%s: the criterion is not of the kind %s', TG_TABLE_NAME, TG_ARGV[0]));
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER of_kind BEFORE INSERT OR UPDATE ON partnerships_criterionanswer
  FOR EACH ROW EXECUTE FUNCTION iop_of_kind('criteria');
CREATE TRIGGER of_kind BEFORE INSERT OR UPDATE ON partnerships_redflag
  FOR EACH ROW EXECUTE FUNCTION iop_of_kind('red_flags');

-- A document that an answer rests on belongs to the same partnership.
CREATE FUNCTION iop_answer_document() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.document_id IS NOT NULL AND NOT EXISTS (
    SELECT FROM partnerships_document d JOIN partnerships_formchoice f ON f.partnership_id = d.partnership_id
    WHERE d.id = NEW.document_id AND f.id = NEW.choice_id
  ) THEN
    PERFORM iop_refuse('the document belongs to another partnership');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER document_belongs BEFORE INSERT OR UPDATE ON partnerships_criterionanswer
  FOR EACH ROW EXECUTE FUNCTION iop_answer_document();

-- A set that has been used stays as it was worded; it may be given its last day. A change is a new dated set.
CREATE FUNCTION iop_set_is_used(key bigint) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM partnerships_criteriaset WHERE id = key FOR UPDATE;
  RETURN EXISTS (
    SELECT FROM partnerships_criterion c WHERE c.criteria_set_id = key AND (
      EXISTS (SELECT FROM partnerships_criterionanswer WHERE criterion_id = c.id)
      OR EXISTS (SELECT FROM partnerships_redflag WHERE criterion_id = c.id)
    )
  );
END $$;
CREATE FUNCTION iop_used_set() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF to_jsonb(NEW) - 'valid_until' = to_jsonb(OLD) - 'valid_until' THEN
      RETURN NEW;
    END IF;
  END IF;
  IF iop_set_is_used(OLD.id) THEN
    PERFORM iop_refuse('a set of criteria that has been used stays as it was: make a new one');
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER used BEFORE UPDATE OR DELETE ON partnerships_criteriaset FOR EACH ROW EXECUTE FUNCTION iop_used_set();
CREATE FUNCTION iop_used_criterion() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  part record;
BEGIN
  FOREACH part IN ARRAY CASE TG_OP WHEN 'INSERT' THEN ARRAY[NEW] WHEN 'DELETE' THEN ARRAY[OLD] ELSE ARRAY[OLD, NEW] END LOOP
    IF iop_set_is_used(part.criteria_set_id) THEN
      PERFORM iop_refuse('a set of criteria that has been used stays as it was: make a new one');
    END IF;
  END LOOP;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER used BEFORE INSERT OR UPDATE OR DELETE ON partnerships_criterion
  FOR EACH ROW EXECUTE FUNCTION iop_used_criterion();

CALL iop_protect('partnerships_historicalformchoice');
CALL iop_protect('partnerships_historicalweighedform');
CALL iop_protect('partnerships_historicalcriterionanswer');
CALL iop_protect('partnerships_historicalredflag');
