-- Minutes that have been circulated say who was there in the names of that day, whatever becomes of the accounts.

UPDATE governance_minutes m SET names = coalesce((
  SELECT jsonb_object_agg(s.id::text, u.name) FROM governance_seat s JOIN partnerships_user u ON u.id = s.person_id
  WHERE s.id IN (
    SELECT seat_id FROM governance_attendance WHERE meeting_id = m.meeting_id
    UNION SELECT seat_id FROM governance_minutesapprover WHERE minutes_id = m.id
  )
), '{}') WHERE status <> 'draft';

CREATE FUNCTION iop_minutes_names() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.names IS DISTINCT FROM OLD.names AND (OLD.status, NEW.status) IS DISTINCT FROM ('draft', 'circulated') THEN
    PERFORM iop_refuse('the names in minutes are those of the day when they were circulated');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER named BEFORE UPDATE ON governance_minutes FOR EACH ROW EXECUTE FUNCTION iop_minutes_names();
