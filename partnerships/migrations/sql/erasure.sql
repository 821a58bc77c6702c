-- Erasing a person (docs/adr/0014): by two, for good, and only what the law lets go. All else that is append-only stays so.

-- What is asked for stays as it was asked; done or taken back, it stays done or taken back.
CREATE FUNCTION iop_erasure() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.done_at IS NOT NULL OR NEW.withdrawn_at IS NOT NULL THEN
      PERFORM iop_refuse('an erasure begins by being asked for');
    END IF;
  ELSIF OLD.done_at IS NOT NULL OR OLD.withdrawn_at IS NOT NULL
     OR (NEW.person_id, NEW.asked_by_id, NEW.asked_at) IS DISTINCT FROM (OLD.person_id, OLD.asked_by_id, OLD.asked_at) THEN
    PERFORM iop_refuse('an erasure stays as it was asked for and done');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guards BEFORE INSERT OR UPDATE ON partnerships_erasure FOR EACH ROW EXECUTE FUNCTION iop_erasure();
CREATE TRIGGER keep BEFORE DELETE ON partnerships_erasure FOR EACH ROW EXECUTE FUNCTION iop_keep();

CREATE FUNCTION iop_person_erased() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.erased_at IS NOT NULL THEN
    IF (NEW.email, NEW.name, NEW.phone, NEW.title, NEW.password, NEW.is_active, NEW.is_staff, NEW.is_superuser, NEW.erased_at)
       IS DISTINCT FROM
       (OLD.email, OLD.name, OLD.phone, OLD.title, OLD.password, OLD.is_active, OLD.is_staff, OLD.is_superuser, OLD.erased_at) THEN
      PERFORM iop_refuse('an erased person stays erased');
    END IF;
  ELSIF NEW.erased_at IS NOT NULL AND NOT EXISTS (
    SELECT FROM partnerships_erasure WHERE person_id = NEW.id AND done_at IS NOT NULL
  ) THEN
    PERFORM iop_refuse('a person is erased by two');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER erased BEFORE UPDATE ON partnerships_user FOR EACH ROW EXECUTE FUNCTION iop_person_erased();

-- The history of invitations is append-only as before, but for one thing: the address may be emptied.
CREATE FUNCTION iop_redact_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF OLD.email <> '' AND NEW.email = '' AND to_jsonb(NEW) - 'email' = to_jsonb(OLD) - 'email' THEN
      RETURN NEW;
    END IF;
  END IF;
  PERFORM iop_refuse(format('%s is append-only: %s refused', TG_TABLE_NAME, TG_OP));
  RETURN NULL;
END $$;
DROP TRIGGER append_only ON partnerships_historicalinvitation;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON partnerships_historicalinvitation
  FOR EACH ROW EXECUTE FUNCTION iop_redact_only();

-- And only as part of an erasure that the log tells of, which names the row.
CREATE FUNCTION iop_redaction_told() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM partnerships_logevent
    WHERE action = 'person.erase' AND rows @> jsonb_build_array(jsonb_build_array('partnerships.historicalinvitation', NEW.history_id))
  ) THEN
    PERFORM iop_refuse('what is emptied in the history is told in the log');
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER told AFTER UPDATE ON partnerships_historicalinvitation DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (OLD.email IS DISTINCT FROM NEW.email) EXECUTE FUNCTION iop_redaction_told();

-- The application's role cannot change the table; it may ask for this one change of it.
CREATE FUNCTION iop_redact_invitations(keys integer[]) RETURNS void LANGUAGE sql SECURITY DEFINER
  SET search_path = public, pg_temp AS $$
  UPDATE partnerships_historicalinvitation SET email = '' WHERE history_id = ANY(keys) AND email <> ''
$$;
