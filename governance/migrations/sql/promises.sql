-- What the database promises about meetings, minutes, decisions and the fund, whatever code runs above it.

CALL iop_protect('governance_fundmovement');
CALL iop_protect('governance_minutesapproval');
CALL iop_protect('governance_minutesaddendum');
DO $$
DECLARE name text;
BEGIN
  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = current_schema() AND tablename LIKE 'governance\_historical%' LOOP
    CALL iop_protect(name);
  END LOOP;
END $$;

CREATE TRIGGER keep BEFORE DELETE ON governance_seat FOR EACH ROW EXECUTE FUNCTION iop_keep();
CREATE TRIGGER keep BEFORE DELETE ON governance_body FOR EACH ROW EXECUTE FUNCTION iop_keep();
CREATE TRIGGER keep BEFORE DELETE ON governance_meeting FOR EACH ROW EXECUTE FUNCTION iop_keep();
CREATE TRIGGER keep BEFORE DELETE ON governance_minutes FOR EACH ROW EXECUTE FUNCTION iop_keep();
CREATE TRIGGER keep BEFORE DELETE ON governance_decision FOR EACH ROW EXECUTE FUNCTION iop_keep();
CREATE TRIGGER keep BEFORE DELETE ON governance_fundrule FOR EACH ROW EXECUTE FUNCTION iop_keep();
CREATE TRIGGER keep BEFORE DELETE ON governance_grant FOR EACH ROW EXECUTE FUNCTION iop_keep();
CREATE TRIGGER keep BEFORE DELETE ON governance_paymentrequest FOR EACH ROW EXECUTE FUNCTION iop_keep();

-- -- Parties belong ----------------------------------------------------------------------------------------------------
CREATE TRIGGER party_belongs BEFORE INSERT OR UPDATE ON governance_seat FOR EACH ROW EXECUTE FUNCTION
  iop_party_belongs('party_id', 'SELECT partnership_id FROM governance_body WHERE id = ($1).body_id');
CREATE TRIGGER party_belongs BEFORE INSERT OR UPDATE ON governance_agendaitem FOR EACH ROW EXECUTE FUNCTION
  iop_party_belongs('proposer_id', 'SELECT b.partnership_id FROM governance_body b JOIN governance_meeting m ON m.body_id = b.id WHERE m.id = ($1).meeting_id');
CREATE TRIGGER party_belongs BEFORE INSERT OR UPDATE ON governance_position FOR EACH ROW EXECUTE FUNCTION
  iop_party_belongs('party_id', 'SELECT b.partnership_id FROM governance_body b JOIN governance_decision d ON d.body_id = b.id WHERE d.id = ($1).decision_id');
CREATE TRIGGER party_belongs BEFORE INSERT OR UPDATE ON governance_ratification FOR EACH ROW EXECUTE FUNCTION
  iop_party_belongs('party_id', 'SELECT b.partnership_id FROM governance_body b JOIN governance_decision d ON d.body_id = b.id WHERE d.id = ($1).decision_id');
CREATE TRIGGER party_belongs BEFORE INSERT OR UPDATE ON governance_actionitem FOR EACH ROW EXECUTE FUNCTION
  iop_party_belongs('party_id', 'SELECT partnership_id FROM governance_body WHERE id = ($1).body_id');
CREATE TRIGGER party_belongs BEFORE INSERT OR UPDATE ON governance_fund FOR EACH ROW EXECUTE FUNCTION
  iop_party_belongs('holder_id', 'SELECT ($1).partnership_id');
CREATE TRIGGER party_belongs BEFORE INSERT OR UPDATE ON governance_fundproposal FOR EACH ROW EXECUTE FUNCTION
  iop_party_belongs('party_id', 'SELECT partnership_id FROM governance_fund WHERE id = ($1).fund_id');

-- A members-only body stays one, and an open one stays open: what its readers trusted cannot be turned round.
CREATE FUNCTION iop_body_update() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.partnership_id, NEW.visibility, NEW.chain_id) IS DISTINCT FROM (OLD.partnership_id, OLD.visibility, OLD.chain_id) THEN
    PERFORM iop_refuse('a body keeps its partnership and its readers');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guards BEFORE UPDATE ON governance_body FOR EACH ROW EXECUTE FUNCTION iop_body_update();

-- -- Meetings ----------------------------------------------------------------------------------------------------------
CREATE FUNCTION iop_minutes_state(meeting bigint) RETURNS text LANGUAGE sql AS $$
  SELECT status FROM governance_minutes WHERE meeting_id = meeting FOR SHARE
$$;

CREATE FUNCTION iop_meeting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM pg_advisory_xact_lock(7103, NEW.body_id::int);
    SELECT coalesce(max(number), 0) + 1 INTO NEW.number FROM governance_meeting WHERE body_id = NEW.body_id;
    RETURN NEW;
  END IF;
  IF (NEW.body_id, NEW.number) IS DISTINCT FROM (OLD.body_id, OLD.number) THEN
    PERFORM iop_refuse('a meeting keeps its body and number');
  END IF;
  IF NEW.status <> OLD.status AND (OLD.status, NEW.status) NOT IN (
    ('planned', 'called'), ('planned', 'cancelled'), ('called', 'cancelled'), ('called', 'held'), ('planned', 'held'), ('held', 'closed')
  ) THEN
    PERFORM iop_refuse(format('a meeting does not go from %s to %s', OLD.status, NEW.status));
  END IF;
  IF (NEW.starts_at, NEW.place) IS DISTINCT FROM (OLD.starts_at, OLD.place)
     AND coalesce(iop_minutes_state(OLD.id), 'draft') <> 'draft' THEN
    PERFORM iop_refuse('time and place stand in minutes that have been circulated');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guards BEFORE INSERT OR UPDATE ON governance_meeting FOR EACH ROW EXECUTE FUNCTION iop_meeting();

-- What the minutes tell of changes only while they are a draft (or not begun).
-- Argument: a query that finds the meeting, the row being $1.
CREATE FUNCTION iop_minutes_content() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  meeting bigint;
BEGIN
  IF TG_OP <> 'INSERT' THEN
    EXECUTE TG_ARGV[0] INTO meeting USING OLD;
    IF coalesce(iop_minutes_state(meeting), 'draft') <> 'draft' THEN
      PERFORM iop_refuse('the minutes have been circulated: what they tell of cannot change');
    END IF;
  END IF;
  IF TG_OP <> 'DELETE' THEN
    EXECUTE TG_ARGV[0] INTO meeting USING NEW;
    IF coalesce(iop_minutes_state(meeting), 'draft') <> 'draft' THEN
      PERFORM iop_refuse('the minutes have been circulated: what they tell of cannot change');
    END IF;
    RETURN NEW;
  END IF;
  RETURN OLD;
END $$;
CREATE TRIGGER minutes_content BEFORE INSERT OR UPDATE OR DELETE ON governance_agendaitem FOR EACH ROW
  EXECUTE FUNCTION iop_minutes_content('SELECT ($1).meeting_id');
CREATE TRIGGER minutes_content BEFORE INSERT OR UPDATE OR DELETE ON governance_attendance FOR EACH ROW
  EXECUTE FUNCTION iop_minutes_content('SELECT ($1).meeting_id');
CREATE TRIGGER minutes_content BEFORE INSERT OR UPDATE OR DELETE ON governance_minutesitem FOR EACH ROW
  EXECUTE FUNCTION iop_minutes_content('SELECT meeting_id FROM governance_minutes WHERE id = ($1).minutes_id');
CREATE TRIGGER minutes_content BEFORE INSERT OR UPDATE OR DELETE ON governance_minutesapprover FOR EACH ROW
  EXECUTE FUNCTION iop_minutes_content('SELECT meeting_id FROM governance_minutes WHERE id = ($1).minutes_id');
CREATE TRIGGER minutes_content BEFORE INSERT OR UPDATE ON governance_decision FOR EACH ROW
  EXECUTE FUNCTION iop_minutes_content('SELECT meeting_id FROM governance_agendaitem WHERE id = ($1).item_id');

CREATE FUNCTION iop_minutes_update() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  of_meeting governance_meeting;
BEGIN
  IF NEW.meeting_id <> OLD.meeting_id THEN
    PERFORM iop_refuse('minutes keep their meeting');
  END IF;
  IF OLD.status <> 'draft' AND NEW.opening <> OLD.opening THEN
    PERFORM iop_refuse('the text of circulated or approved minutes does not change');
  END IF;
  IF NEW.status = OLD.status THEN
    IF (NEW.round, NEW.text_hash, NEW.approved_at) IS DISTINCT FROM (OLD.round, OLD.text_hash, OLD.approved_at) THEN
      PERFORM iop_refuse('round, hash and moment of minutes change with their state only');
    END IF;
    RETURN NEW;
  END IF;
  SELECT * INTO of_meeting FROM governance_meeting WHERE id = NEW.meeting_id;
  IF (OLD.status, NEW.status) NOT IN (('draft', 'circulated'), ('circulated', 'draft'), ('circulated', 'approved')) THEN
    PERFORM iop_refuse(format('minutes do not go from %s to %s', OLD.status, NEW.status));
  END IF;
  IF NEW.status = 'circulated' THEN
    IF NEW.round <> OLD.round + 1 OR NEW.text_hash = '' THEN
      PERFORM iop_refuse('circulating begins a new round on a text with a hash');
    END IF;
    IF of_meeting.status NOT IN ('held', 'closed') THEN
      PERFORM iop_refuse('minutes are circulated when the meeting has been held');
    END IF;
    IF EXISTS (
      SELECT FROM governance_decision d JOIN governance_agendaitem i ON i.id = d.item_id
      WHERE i.meeting_id = NEW.meeting_id AND d.status = 'open'
    ) THEN
      PERFORM iop_refuse('every decision is closed before the minutes are circulated');
    END IF;
  ELSIF (NEW.round, NEW.text_hash) IS DISTINCT FROM (OLD.round, OLD.text_hash) THEN
    PERFORM iop_refuse('round and hash are set when minutes are circulated');
  END IF;
  IF NEW.status = 'approved' AND (EXISTS (
    SELECT DISTINCT o.side FROM governance_seat s
    JOIN partnerships_party p ON p.id = s.party_id JOIN partnerships_organisation o ON o.id = p.organisation_id
    WHERE s.body_id = of_meeting.body_id AND s.office <> 'co_opted'
      AND s.valid_from <= (of_meeting.starts_at AT TIME ZONE 'Europe/Stockholm')::date
      AND (s.valid_until IS NULL OR s.valid_until > (of_meeting.starts_at AT TIME ZONE 'Europe/Stockholm')::date)
      AND NOT EXISTS (
        SELECT FROM governance_minutesapproval a
        WHERE a.minutes_id = NEW.id AND a.round = NEW.round AND a.text_hash = NEW.text_hash AND a.side = o.side
      )
  ) OR NOT EXISTS (
    SELECT FROM governance_minutesapproval a WHERE a.minutes_id = NEW.id AND a.round = NEW.round AND a.text_hash = NEW.text_hash
  )) THEN
    PERFORM iop_refuse('minutes are approved by an approver from each side, on the same text');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guards BEFORE UPDATE ON governance_minutes FOR EACH ROW EXECUTE FUNCTION iop_minutes_update();

CREATE FUNCTION iop_minutes_insert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.status <> 'draft' THEN
    PERFORM iop_refuse('minutes begin as a draft');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER begins BEFORE INSERT ON governance_minutes FOR EACH ROW EXECUTE FUNCTION iop_minutes_insert();

CREATE FUNCTION iop_approval_insert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM governance_minutes m
    JOIN governance_minutesapprover a ON a.minutes_id = m.id AND a.seat_id = NEW.seat_id
    JOIN governance_seat s ON s.id = NEW.seat_id AND s.person_id = NEW.person_id
    JOIN partnerships_party p ON p.id = s.party_id JOIN partnerships_organisation o ON o.id = p.organisation_id
    WHERE m.id = NEW.minutes_id AND m.status = 'circulated' AND m.round = NEW.round AND m.text_hash = NEW.text_hash AND o.side = NEW.side
  ) THEN
    PERFORM iop_refuse('minutes are approved by a named approver, for that person''s side, on the circulated text');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guards BEFORE INSERT ON governance_minutesapproval FOR EACH ROW EXECUTE FUNCTION iop_approval_insert();

CREATE FUNCTION iop_addendum_insert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM governance_minutes WHERE id = NEW.minutes_id AND status = 'approved') THEN
    PERFORM iop_refuse('addenda are for approved minutes');
  END IF;
  PERFORM pg_advisory_xact_lock(7104, NEW.minutes_id::int);
  SELECT coalesce(max(number), 0) + 1 INTO NEW.number FROM governance_minutesaddendum WHERE minutes_id = NEW.minutes_id;
  RETURN NEW;
END $$;
CREATE TRIGGER begins BEFORE INSERT ON governance_minutesaddendum FOR EACH ROW EXECUTE FUNCTION iop_addendum_insert();

-- -- Decisions -----------------------------------------------------------------------------------------------------------
CREATE FUNCTION iop_decision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.status <> 'open' THEN
      PERFORM iop_refuse('a decision begins open, with positions to record');
    END IF;
    IF NOT EXISTS (
      SELECT FROM governance_agendaitem i JOIN governance_meeting m ON m.id = i.meeting_id
      WHERE i.id = NEW.item_id AND m.body_id = NEW.body_id
    ) THEN
      PERFORM iop_refuse('a decision is taken in the body whose meeting it is');
    END IF;
    PERFORM pg_advisory_xact_lock(7105, NEW.body_id::int);
    SELECT coalesce(max(number), 0) + 1 INTO NEW.number FROM governance_decision WHERE body_id = NEW.body_id AND year = NEW.year;
    RETURN NEW;
  END IF;
  IF (NEW.body_id, NEW.item_id, NEW.year, NEW.number) IS DISTINCT FROM (OLD.body_id, OLD.item_id, OLD.year, OLD.number) THEN
    PERFORM iop_refuse('a decision keeps its body, item and number');
  END IF;
  IF OLD.status = 'closed' THEN
    PERFORM iop_refuse('a closed decision does not change');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guards BEFORE INSERT OR UPDATE ON governance_decision FOR EACH ROW EXECUTE FUNCTION iop_decision();

CREATE FUNCTION iop_position() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  state text;
BEGIN
  SELECT status INTO state FROM governance_decision
    WHERE id = CASE TG_OP WHEN 'DELETE' THEN OLD.decision_id ELSE NEW.decision_id END FOR SHARE;
  IF state = 'closed' OR (TG_OP = 'UPDATE' AND (NEW.decision_id, NEW.party_id) IS DISTINCT FROM (OLD.decision_id, OLD.party_id)) THEN
    PERFORM iop_refuse('positions on a closed decision do not change');
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER guards BEFORE INSERT OR UPDATE OR DELETE ON governance_position FOR EACH ROW EXECUTE FUNCTION iop_position();

CREATE FUNCTION iop_ratification() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.decided_on IS NOT NULL OR (NEW.decision_id, NEW.party_id) IS DISTINCT FROM (OLD.decision_id, OLD.party_id) THEN
    PERFORM iop_refuse('a ratification stays as entered');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guards BEFORE UPDATE OR DELETE ON governance_ratification FOR EACH ROW EXECUTE FUNCTION iop_ratification();

-- Adopted, of an open body of the partnership, and ratified by every party it waits for.
CREATE FUNCTION iop_decision_holds(decision bigint, partnership bigint) RETURNS boolean LANGUAGE sql AS $$
  SELECT EXISTS (
    SELECT FROM governance_decision d JOIN governance_body b ON b.id = d.body_id
    JOIN governance_agendaitem i ON i.id = d.item_id JOIN governance_meeting m ON m.id = i.meeting_id
    WHERE d.id = decision AND d.status = 'closed' AND d.outcome = 'adopted' AND b.partnership_id = partnership
      AND b.visibility = 'partnership' AND m.status IN ('held', 'closed')
      AND NOT EXISTS (SELECT FROM governance_ratification r WHERE r.decision_id = d.id AND r.decided_on IS NULL)
  )
$$;

-- -- The fund --------------------------------------------------------------------------------------------------------------
CREATE FUNCTION iop_fundrule() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT iop_decision_holds(NEW.decision_id, (SELECT partnership_id FROM governance_fund WHERE id = NEW.fund_id)) THEN
    PERFORM iop_refuse('a contribution rule rests on an adopted joint decision of the partnership');
  END IF;
  IF TG_OP = 'UPDATE' AND (NEW.fund_id, NEW.basis, NEW.rate, NEW.valid_from, NEW.decision_id)
     IS DISTINCT FROM (OLD.fund_id, OLD.basis, OLD.rate, OLD.valid_from, OLD.decision_id) THEN
    PERFORM iop_refuse('a contribution rule can end but not change: enter a new one');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guards BEFORE INSERT OR UPDATE ON governance_fundrule FOR EACH ROW EXECUTE FUNCTION iop_fundrule();

CREATE FUNCTION iop_grant() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF (NEW.fund_id, NEW.proposal_id, NEW.decision_id, NEW.amount, NEW.conditions, NEW.granted_on)
       IS DISTINCT FROM (OLD.fund_id, OLD.proposal_id, OLD.decision_id, OLD.amount, OLD.conditions, OLD.granted_on) THEN
      PERFORM iop_refuse('a grant stays as decided');
    END IF;
    RETURN NEW;
  END IF;
  IF NOT iop_decision_holds(NEW.decision_id, (SELECT partnership_id FROM governance_fund WHERE id = NEW.fund_id)) THEN
    PERFORM iop_refuse('a grant rests on an adopted joint decision of a meeting that has been held');
  END IF;
  IF NOT EXISTS (SELECT FROM governance_fundproposal WHERE id = NEW.proposal_id AND fund_id = NEW.fund_id AND status IN ('submitted', 'granted')) THEN
    PERFORM iop_refuse('a grant is for a submitted proposal to the same fund');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guards BEFORE INSERT OR UPDATE ON governance_grant FOR EACH ROW EXECUTE FUNCTION iop_grant();

CREATE FUNCTION iop_payment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.grant_id, NEW.amount, NEW.requested_by_id, NEW.requested_at)
     IS DISTINCT FROM (OLD.grant_id, OLD.amount, OLD.requested_by_id, OLD.requested_at) THEN
    PERFORM iop_refuse('a payment request stays as requested');
  END IF;
  IF OLD.status IN ('paid', 'refused') THEN
    PERFORM iop_refuse('a payment that is made or refused does not change');
  END IF;
  IF NEW.status <> OLD.status AND (OLD.status, NEW.status) NOT IN (
    ('requested', 'attested'), ('requested', 'refused'), ('attested', 'refused'), ('attested', 'paid')
  ) THEN
    PERFORM iop_refuse(format('a payment does not go from %s to %s', OLD.status, NEW.status));
  END IF;
  IF OLD.attested_by_id IS NOT NULL AND NEW.attested_by_id IS DISTINCT FROM OLD.attested_by_id THEN
    PERFORM iop_refuse('who attested a payment does not change');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guards BEFORE UPDATE ON governance_paymentrequest FOR EACH ROW EXECUTE FUNCTION iop_payment();

CREATE FUNCTION iop_fund_balance(in_fund bigint, account text, of_grant bigint) RETURNS numeric LANGUAGE sql STABLE AS $$
  SELECT coalesce(sum(CASE WHEN to_account = account THEN amount ELSE -amount END), 0) FROM governance_fundmovement
  WHERE fund_id = in_fund AND account IN (from_account, to_account) AND (of_grant IS NULL OR grant_id = of_grant)
$$;

-- One writer at a time for each fund: the number has no gaps and nothing is spent twice.
CREATE FUNCTION iop_movement_insert() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  of_partnership bigint;
BEGIN
  PERFORM pg_advisory_xact_lock(7106, NEW.fund_id::int);
  SELECT partnership_id INTO of_partnership FROM governance_fund WHERE id = NEW.fund_id;
  SELECT coalesce(max(number), 0) + 1 INTO NEW.number FROM governance_fundmovement WHERE fund_id = NEW.fund_id;
  IF NEW.report_id IS NOT NULL AND NOT EXISTS (
    SELECT FROM partnerships_servicereport r JOIN partnerships_service s ON s.id = r.service_id
    JOIN partnerships_party p ON p.id = s.party_id
    WHERE r.id = NEW.report_id AND r.status = 'confirmed' AND p.partnership_id = of_partnership
  ) THEN
    PERFORM iop_refuse('a contribution comes from a confirmed report of the same partnership');
  END IF;
  IF NEW.grant_id IS NOT NULL AND NOT EXISTS (SELECT FROM governance_grant WHERE id = NEW.grant_id AND fund_id = NEW.fund_id) THEN
    PERFORM iop_refuse('the grant belongs to another fund');
  END IF;
  IF NEW.from_account = 'available' AND NEW.to_account = 'committed' THEN
    IF NOT EXISTS (SELECT FROM governance_grant WHERE id = NEW.grant_id AND decision_id = NEW.decision_id AND amount = NEW.amount) THEN
      PERFORM iop_refuse('what is committed is what the decision granted');
    END IF;
    IF EXISTS (SELECT FROM governance_fundmovement WHERE grant_id = NEW.grant_id AND to_account = 'committed') THEN
      PERFORM iop_refuse('a grant is committed once');
    END IF;
    IF iop_fund_balance(NEW.fund_id, 'available', NULL) < NEW.amount THEN
      PERFORM iop_refuse('the fund has less available than this');
    END IF;
  END IF;
  IF NEW.from_account = 'committed' AND iop_fund_balance(NEW.fund_id, 'committed', NEW.grant_id) < NEW.amount THEN
    PERFORM iop_refuse('the grant has less left than this');
  END IF;
  IF NEW.to_account = 'paid' AND NOT EXISTS (
    SELECT FROM governance_paymentrequest
    WHERE id = NEW.payment_id AND grant_id = NEW.grant_id AND amount = NEW.amount AND status = 'paid'
  ) THEN
    PERFORM iop_refuse('what is paid out is what was requested, attested and paid');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guards BEFORE INSERT ON governance_fundmovement FOR EACH ROW EXECUTE FUNCTION iop_movement_insert();
