-- How agreements end: by a row that says who, why and from when, and by nothing else.

CALL iop_protect('partnerships_historicalagreementend');
CALL iop_protect('partnerships_endanswer');
CREATE TRIGGER keep BEFORE DELETE ON partnerships_agreementend FOR EACH ROW EXECUTE FUNCTION iop_keep();
CREATE TRIGGER born BEFORE INSERT ON partnerships_agreementend FOR EACH ROW EXECUTE FUNCTION iop_born(
  '{"status": "given", "decided_at": null}');
CREATE TRIGGER party_belongs BEFORE INSERT OR UPDATE ON partnerships_agreementend FOR EACH ROW EXECUTE FUNCTION
  iop_party_belongs('party_id', 'SELECT partnership_id FROM partnerships_agreement WHERE id = ($1).agreement_id');
CREATE TRIGGER party_belongs BEFORE INSERT ON partnerships_endanswer FOR EACH ROW EXECUTE FUNCTION
  iop_party_belongs('party_id', 'SELECT a.partnership_id FROM partnerships_agreement a JOIN partnerships_agreementend e ON e.agreement_id = a.id WHERE e.id = ($1).end_id');
CREATE TRIGGER named BEFORE INSERT ON partnerships_endanswer FOR EACH ROW EXECUTE FUNCTION iop_signature_name();

-- Notice and rescission are a signatory's; an agreement to end and a new agreement are what all have signed.
CREATE FUNCTION iop_end_insert() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  other partnerships_agreement;
BEGIN
  IF NEW.name <> coalesce((SELECT name FROM partnerships_user WHERE id = NEW.person_id), '') THEN
    PERFORM iop_refuse('an end names its signatory as he or she is called then');
  END IF;
  IF NOT EXISTS (SELECT FROM partnerships_agreement WHERE id = NEW.agreement_id AND kind = 'main' AND status = 'in_force') THEN
    PERFORM iop_refuse('what ends is a partnership agreement that is in force');
  END IF;
  IF NEW.kind IN ('notice', 'rescission') THEN
    IF NOT EXISTS (
      SELECT FROM partnerships_mandate m JOIN partnerships_party p ON p.organisation_id = m.organisation_id
      WHERE p.id = NEW.party_id AND p.status = 'party' AND m.id = NEW.mandate_id AND m.person_id = NEW.person_id AND m.role = 'signatory'
        AND m.valid_from <= (NEW.given_at AT TIME ZONE 'Europe/Stockholm')::date
        AND (m.valid_until IS NULL OR m.valid_until > (NEW.given_at AT TIME ZONE 'Europe/Stockholm')::date)
    ) THEN
      PERFORM iop_refuse('a party''s notice or rescission rests on a signatory''s mandate that is valid that day');
    END IF;
  ELSIF NEW.kind IN ('agreed', 'superseded') THEN
    SELECT * INTO other FROM partnerships_agreement WHERE id = NEW.by_agreement_id;
    IF other.status <> 'in_force'
       OR (NEW.kind = 'agreed' AND (other.kind <> 'ending' OR other.parent_id <> NEW.agreement_id OR other.ends_on <> NEW.last_day))
       OR (NEW.kind = 'superseded' AND (other.kind <> 'main' OR other.id = NEW.agreement_id OR other.in_force_on <> NEW.last_day + 1
           OR other.partnership_id <> (SELECT partnership_id FROM partnerships_agreement WHERE id = NEW.agreement_id))) THEN
      PERFORM iop_refuse('what all parties end together rests on an agreement that they have signed');
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guards BEFORE INSERT ON partnerships_agreementend FOR EACH ROW EXECUTE FUNCTION iop_end_insert();

CREATE FUNCTION iop_end_update() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  day date := (NEW.decided_at AT TIME ZONE 'Europe/Stockholm')::date;
BEGIN
  IF OLD.status <> 'given' OR to_jsonb(NEW) - 'status' - 'decided_at' - 'version'
     IS DISTINCT FROM to_jsonb(OLD) - 'status' - 'decided_at' - 'version' THEN
    PERFORM iop_refuse('the end of an agreement stays as it was given');
  END IF;
  IF NEW.status = 'effective' AND day <= NEW.last_day AND NOT (NEW.kind = 'rescission' AND day = NEW.last_day) THEN
    PERFORM iop_refuse('an agreement holds throughout its last day');
  END IF;
  IF NEW.status = 'withdrawn' AND (NEW.kind NOT IN ('notice', 'rescission') OR EXISTS (
    SELECT FROM partnerships_party p JOIN partnerships_agreement a ON a.partnership_id = p.partnership_id
    WHERE a.id = NEW.agreement_id AND p.status = 'party' AND NOT EXISTS (
      SELECT FROM partnerships_endanswer c WHERE c.end_id = NEW.id AND c.party_id = p.id AND c.stance = 'takes_back'
    )
  )) THEN
    PERFORM iop_refuse('a notice or rescission is taken back when every party consents');
  END IF;
  IF NEW.status = 'lapsed' AND NOT EXISTS (
    SELECT FROM partnerships_agreementend e WHERE e.agreement_id = NEW.agreement_id AND e.id <> NEW.id
      AND (e.status = 'effective' OR e.status = 'given' AND e.kind IN ('agreed', 'superseded') AND e.id > NEW.id)
  ) THEN
    PERFORM iop_refuse('an end lapses when another has taken effect, or all have agreed on another');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER stays BEFORE UPDATE ON partnerships_agreementend FOR EACH ROW EXECUTE FUNCTION iop_end_update();

-- Whoever answers is another party, while the end lies ahead or after a rescission; the giver alone may begin to take it back.
CREATE FUNCTION iop_end_answer() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  given partnerships_agreementend;
BEGIN
  SELECT * INTO given FROM partnerships_agreementend WHERE id = NEW.end_id FOR SHARE;
  IF given.kind NOT IN ('notice', 'rescission') OR NOT EXISTS (SELECT FROM partnerships_party WHERE id = NEW.party_id AND status = 'party') THEN
    PERFORM iop_refuse('a party answers another party''s notice or rescission');
  END IF;
  IF NEW.stance = 'takes_back' THEN
    IF given.status <> 'given' OR (NEW.party_id <> given.party_id AND NOT EXISTS (
      SELECT FROM partnerships_endanswer c WHERE c.end_id = NEW.end_id AND c.party_id = given.party_id AND c.stance = 'takes_back'
    )) THEN
      PERFORM iop_refuse('taking back begins with the party that gave it, before the last day has passed');
    END IF;
  ELSIF NEW.party_id = given.party_id THEN
    PERFORM iop_refuse('a party answers what another has given');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guards BEFORE INSERT ON partnerships_endanswer FOR EACH ROW EXECUTE FUNCTION iop_end_answer();

-- The status of an agreement that has been in force follows from its end; what stands under it ends with it.
CREATE FUNCTION iop_agreement_ends() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  main partnerships_agreement;
BEGIN
  SELECT CASE WHEN NEW.kind = 'main' THEN NEW.id WHEN p.kind = 'main' THEN p.id ELSE p.parent_id END AS id INTO main.id
    FROM (SELECT NEW.id) AS own LEFT JOIN partnerships_agreement p ON p.id = NEW.parent_id;
  IF NOT EXISTS (
    SELECT FROM partnerships_agreementend e WHERE e.agreement_id = main.id AND e.status = 'effective' AND NEW.status = CASE e.kind
      WHEN 'notice' THEN 'terminated' WHEN 'rescission' THEN 'terminated' WHEN 'superseded' THEN 'superseded' ELSE 'ended' END
  ) THEN
    PERFORM iop_refuse('an agreement ends by notice, rescission, expiry, an agreement to end or a new agreement, and by nothing else');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER ends BEFORE UPDATE ON partnerships_agreement FOR EACH ROW
  WHEN (OLD.status = 'in_force' AND NEW.status IN ('superseded', 'terminated', 'ended')) EXECUTE FUNCTION iop_agreement_ends();

CREATE FUNCTION iop_agreement_begins_under() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM partnerships_agreement WHERE id = NEW.parent_id AND status = 'in_force' FOR SHARE) THEN
    PERFORM iop_refuse('what belongs to an agreement comes into force while that is in force');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER begins_under BEFORE UPDATE ON partnerships_agreement FOR EACH ROW
  WHEN (OLD.status = 'proposed' AND NEW.status = 'in_force' AND NEW.parent_id IS NOT NULL) EXECUTE FUNCTION iop_agreement_begins_under();

-- One partnership agreement holds at a time: a second in force is one that takes the place of the first.
CREATE FUNCTION iop_agreement_one_main() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (
    SELECT count(*) FROM partnerships_agreement a
    WHERE a.partnership_id = NEW.partnership_id AND a.kind = 'main' AND a.status = 'in_force' AND NOT EXISTS (
      SELECT FROM partnerships_agreementend e WHERE e.agreement_id = a.id AND e.status = 'given' AND e.kind = 'superseded'
    )
  ) > 1 THEN
    PERFORM iop_refuse('the partnership has one main agreement in force at a time');
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER one_main AFTER UPDATE ON partnerships_agreement DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW.kind = 'main' AND NEW.status = 'in_force' AND OLD.status <> 'in_force') EXECUTE FUNCTION iop_agreement_one_main();
