-- What the database promises about people, agreements, reports and the log, whatever code runs above it.
-- Every refusal has SQLSTATE 23514 (check violation), which Django raises as IntegrityError.

CREATE FUNCTION iop_refuse(message text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '%', message USING ERRCODE = '23514';
END $$;

CREATE FUNCTION iop_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM iop_refuse(format('%s is append-only: %s refused', TG_TABLE_NAME, TG_OP));
  RETURN NULL;
END $$;

CREATE PROCEDURE iop_protect(name text) LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION iop_append_only()', name);
  EXECUTE format('CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION iop_append_only()', name);
END $$;

-- No row of these is ever removed: what was there can only be ended, closed or declined.
CREATE FUNCTION iop_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM iop_refuse(format('rows of %s are kept: delete refused', TG_TABLE_NAME));
  RETURN NULL;
END $$;

-- A party named in a row belongs to the row's own partnership.
-- Arguments: the column with the party; a query that finds the partnership, the row being $1.
CREATE FUNCTION iop_party_belongs() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  of_party bigint;
  of_row bigint;
BEGIN
  EXECUTE format('SELECT partnership_id FROM partnerships_party WHERE id = ($1).%I', TG_ARGV[0]) INTO of_party USING NEW;
  EXECUTE TG_ARGV[1] INTO of_row USING NEW;
  IF of_party IS NOT NULL AND of_party IS DISTINCT FROM of_row THEN
    PERFORM iop_refuse(format('%s: the party belongs to another partnership', TG_TABLE_NAME));
  END IF;
  RETURN NEW;
END $$;

-- -- The log ---------------------------------------------------------------------------------------------------------
CREATE FUNCTION iop_log_hash(e partnerships_logevent) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT encode(sha256(convert_to(concat_ws(E'\x1f',
    e.chain_id::text, e.number::text, to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
    coalesce(e.actor_id::text, '-'), coalesce(e.organisation_id::text, '-'), e.action, e.object_type, e.object_id::text,
    e.authority, e.changes::text, e.rows::text, e.digest, e.previous_hash), 'UTF8')), 'hex')
$$;

-- The lock is taken before the number is drawn, so that two at once cannot draw the same or leave a gap.
CREATE FUNCTION iop_log_chain() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  last record;
BEGIN
  PERFORM pg_advisory_xact_lock(7101, NEW.chain_id::int);
  SELECT number, hash INTO last FROM partnerships_logevent WHERE chain_id = NEW.chain_id ORDER BY number DESC LIMIT 1;
  NEW.number := coalesce(last.number, 0) + 1;
  NEW.previous_hash := coalesce(last.hash, '');
  NEW.hash := iop_log_hash(NEW);
  RETURN NEW;
END $$;
CREATE TRIGGER chain BEFORE INSERT ON partnerships_logevent FOR EACH ROW EXECUTE FUNCTION iop_log_chain();

CALL iop_protect('partnerships_logevent');
CALL iop_protect('partnerships_signature');
DO $$
DECLARE name text;
BEGIN
  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = current_schema() AND tablename LIKE 'partnerships\_historical%' LOOP
    CALL iop_protect(name);
  END LOOP;
END $$;

-- -- Units belong to the organisation they are named with -------------------------------------------------------------
CREATE FUNCTION iop_unit_belongs() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.unit_id IS NOT NULL AND NOT EXISTS (
    SELECT FROM partnerships_unit WHERE id = NEW.unit_id AND organisation_id = NEW.organisation_id
  ) THEN
    PERFORM iop_refuse(format('%s: the unit belongs to another organisation', TG_TABLE_NAME));
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER unit_belongs BEFORE INSERT OR UPDATE ON partnerships_mandate FOR EACH ROW EXECUTE FUNCTION iop_unit_belongs();
CREATE TRIGGER unit_belongs BEFORE INSERT OR UPDATE ON partnerships_party FOR EACH ROW EXECUTE FUNCTION iop_unit_belongs();

CREATE TRIGGER keep BEFORE DELETE ON partnerships_mandate FOR EACH ROW EXECUTE FUNCTION iop_keep();
CREATE TRIGGER keep BEFORE DELETE ON partnerships_party FOR EACH ROW EXECUTE FUNCTION iop_keep();
CREATE TRIGGER keep BEFORE DELETE ON partnerships_partnershiprole FOR EACH ROW EXECUTE FUNCTION iop_keep();
CREATE TRIGGER keep BEFORE DELETE ON partnerships_agreement FOR EACH ROW EXECUTE FUNCTION iop_keep();

-- -- Agreements --------------------------------------------------------------------------------------------------------
CREATE FUNCTION iop_agreement_insert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.status <> 'draft' THEN
    PERFORM iop_refuse('an agreement begins as a draft');
  END IF;
  IF NEW.parent_id IS NOT NULL AND NOT EXISTS (
    SELECT FROM partnerships_agreement WHERE id = NEW.parent_id AND partnership_id = NEW.partnership_id
  ) THEN
    PERFORM iop_refuse('the parent agreement belongs to another partnership');
  END IF;
  PERFORM pg_advisory_xact_lock(7102, NEW.partnership_id::int);
  SELECT coalesce(max(number), 0) + 1 INTO NEW.number
    FROM partnerships_agreement WHERE partnership_id = NEW.partnership_id AND kind = NEW.kind;
  RETURN NEW;
END $$;
CREATE TRIGGER begins BEFORE INSERT ON partnerships_agreement FOR EACH ROW EXECUTE FUNCTION iop_agreement_insert();
CREATE TRIGGER party_belongs BEFORE INSERT OR UPDATE ON partnerships_agreement FOR EACH ROW
  EXECUTE FUNCTION iop_party_belongs('party_id', 'SELECT ($1).partnership_id');

CREATE FUNCTION iop_agreement_update() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.partnership_id, NEW.kind, NEW.number, NEW.parent_id, NEW.party_id)
     IS DISTINCT FROM (OLD.partnership_id, OLD.kind, OLD.number, OLD.parent_id, OLD.party_id) THEN
    PERFORM iop_refuse('what an agreement is cannot change');
  END IF;
  IF OLD.status <> 'draft' AND
     (NEW.title, NEW.registry_number, NEW.starts_on, NEW.ends_on, NEW.notice_months, NEW.extension_rule)
     IS DISTINCT FROM (OLD.title, OLD.registry_number, OLD.starts_on, OLD.ends_on, OLD.notice_months, OLD.extension_rule) THEN
    PERFORM iop_refuse('the terms of an agreement change in draft only');
  END IF;
  IF NEW.status = OLD.status THEN
    IF (NEW.round, NEW.text_hash, NEW.in_force_on) IS DISTINCT FROM (OLD.round, OLD.text_hash, OLD.in_force_on) THEN
      PERFORM iop_refuse('round, hash and date of an agreement change with its state only');
    END IF;
    RETURN NEW;
  END IF;
  IF (OLD.status, NEW.status) NOT IN (
    ('draft', 'proposed'), ('proposed', 'draft'), ('proposed', 'in_force'),
    ('in_force', 'superseded'), ('in_force', 'terminated'), ('in_force', 'ended')
  ) THEN
    PERFORM iop_refuse(format('an agreement does not go from %s to %s', OLD.status, NEW.status));
  END IF;
  IF NEW.status = 'proposed' THEN
    IF NEW.round <> OLD.round + 1 OR NEW.text_hash = '' THEN
      PERFORM iop_refuse('proposing begins a new round on a text with a hash');
    END IF;
  ELSIF (NEW.round, NEW.text_hash) IS DISTINCT FROM (OLD.round, OLD.text_hash) THEN
    PERFORM iop_refuse('round and hash are set when an agreement is proposed');
  END IF;
  IF NEW.status = 'in_force' AND NEW.kind = 'annex' THEN
    IF NOT EXISTS (SELECT FROM partnerships_agreement WHERE id = NEW.parent_id AND status = 'in_force') THEN
      PERFORM iop_refuse('an annex comes into force with its agreement');
    END IF;
  ELSIF NEW.status = 'in_force' THEN
    IF EXISTS (
      SELECT FROM partnerships_agreementparty ap WHERE ap.agreement_id = NEW.id AND NOT EXISTS (
        SELECT FROM partnerships_signature s
        WHERE s.agreement_id = NEW.id AND s.party_id = ap.party_id AND s.round = NEW.round AND s.text_hash = NEW.text_hash
      )
    ) THEN
      PERFORM iop_refuse('an agreement is in force only when every party has signed the same text');
    END IF;
    IF EXISTS (
      SELECT FROM partnerships_party p WHERE p.partnership_id = NEW.partnership_id AND p.status = 'party' AND NOT EXISTS (
        SELECT FROM partnerships_agreementparty ap WHERE ap.agreement_id = NEW.id AND ap.party_id = p.id
      )
    ) THEN
      PERFORM iop_refuse('an agreement is between all the parties of the partnership');
    END IF;
    IF (
      SELECT count(DISTINCT o.side) FROM partnerships_agreementparty ap
      JOIN partnerships_party p ON p.id = ap.party_id JOIN partnerships_organisation o ON o.id = p.organisation_id
      WHERE ap.agreement_id = NEW.id
    ) < 2 THEN
      PERFORM iop_refuse('an agreement has parties on both sides');
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guards BEFORE UPDATE ON partnerships_agreement FOR EACH ROW EXECUTE FUNCTION iop_agreement_update();

-- Sections and contracting parties change while the agreement is a draft. FOR SHARE waits for a proposal going on.
CREATE FUNCTION iop_agreement_part() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  part record;
  state text;
BEGIN
  FOREACH part IN ARRAY CASE TG_OP WHEN 'INSERT' THEN ARRAY[NEW] WHEN 'DELETE' THEN ARRAY[OLD] ELSE ARRAY[OLD, NEW] END LOOP
    SELECT status INTO state FROM partnerships_agreement WHERE id = part.agreement_id FOR SHARE;
    IF state <> 'draft' THEN
      PERFORM iop_refuse('the text and the parties of an agreement change in draft only');
    END IF;
  END LOOP;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER draft_only BEFORE INSERT OR UPDATE OR DELETE ON partnerships_agreementsection
  FOR EACH ROW EXECUTE FUNCTION iop_agreement_part();
CREATE TRIGGER draft_only BEFORE INSERT OR UPDATE OR DELETE ON partnerships_agreementparty
  FOR EACH ROW EXECUTE FUNCTION iop_agreement_part();
CREATE TRIGGER party_belongs BEFORE INSERT OR UPDATE ON partnerships_agreementparty FOR EACH ROW
  EXECUTE FUNCTION iop_party_belongs('party_id', 'SELECT partnership_id FROM partnerships_agreement WHERE id = ($1).agreement_id');

-- A signature is on the text that is proposed now, by a signatory of that very party, with a mandate of that day.
CREATE FUNCTION iop_signature_insert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM partnerships_agreement a JOIN partnerships_agreementparty ap ON ap.agreement_id = a.id AND ap.party_id = NEW.party_id
    WHERE a.id = NEW.agreement_id AND a.kind <> 'annex' AND a.status = 'proposed' AND a.round = NEW.round AND a.text_hash = NEW.text_hash
  ) THEN
    PERFORM iop_refuse('a signature is on the text as it is proposed, by one of its parties');
  END IF;
  IF NOT EXISTS (
    SELECT FROM partnerships_mandate m JOIN partnerships_party p ON p.id = NEW.party_id AND p.organisation_id = m.organisation_id
    WHERE m.id = NEW.mandate_id AND m.person_id = NEW.person_id AND m.role = 'signatory'
      AND m.valid_from <= (NEW.at AT TIME ZONE 'Europe/Stockholm')::date
      AND (m.valid_until IS NULL OR m.valid_until > (NEW.at AT TIME ZONE 'Europe/Stockholm')::date)
  ) THEN
    PERFORM iop_refuse('a signature rests on a signatory''s mandate that is valid that day');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guards BEFORE INSERT ON partnerships_signature FOR EACH ROW EXECUTE FUNCTION iop_signature_insert();

-- -- Monthly reports -----------------------------------------------------------------------------------------------------
CREATE FUNCTION iop_report() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.status <> 'draft' THEN
      PERFORM iop_refuse('a report begins as a draft');
    END IF;
    RETURN NEW;
  END IF;
  IF OLD.status = 'confirmed' THEN
    PERFORM iop_refuse('a confirmed report stays: correct it with a new revision');
  END IF;
  IF TG_OP = 'DELETE' THEN
    IF OLD.status <> 'draft' THEN
      PERFORM iop_refuse('only a draft report can be thrown away');
    END IF;
    RETURN OLD;
  END IF;
  IF (NEW.service_id, NEW.month, NEW.revision) IS DISTINCT FROM (OLD.service_id, OLD.month, OLD.revision) THEN
    PERFORM iop_refuse('a report keeps its service, month and revision');
  END IF;
  IF (OLD.status, NEW.status) NOT IN (
    ('draft', 'draft'), ('submitted', 'submitted'), ('draft', 'submitted'), ('submitted', 'draft'), ('submitted', 'confirmed')
  ) THEN
    PERFORM iop_refuse(format('a report does not go from %s to %s', OLD.status, NEW.status));
  END IF;
  IF OLD.status = 'submitted' AND (NEW.days, NEW.participants, NEW.hours, NEW.words)
     IS DISTINCT FROM (OLD.days, OLD.participants, OLD.hours, OLD.words) THEN
    PERFORM iop_refuse('a submitted report changes only after it has been sent back');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guards BEFORE INSERT OR UPDATE OR DELETE ON partnerships_servicereport FOR EACH ROW EXECUTE FUNCTION iop_report();
