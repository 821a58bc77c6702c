-- Statements of state aid: written once. A correction is a statement of its own that names the one it corrects.
CALL iop_protect('partnerships_aidgrant');
CALL iop_protect('partnerships_historicalaidgrant');

CREATE FUNCTION iop_aid_insert() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  other record;
BEGIN
  IF NEW.granted_on > (NEW.stated_at AT TIME ZONE 'Europe/Stockholm')::date THEN
    PERFORM iop_refuse('aid is stated when it has been granted, not before');
  END IF;
  IF NEW.corrects_id IS NOT NULL THEN
    SELECT * INTO other FROM partnerships_aidgrant WHERE id = NEW.corrects_id;
    IF (other.organisation_id, other.stated_by_id, coalesce(other.about_id, other.id))
       IS DISTINCT FROM (NEW.organisation_id, NEW.stated_by_id, NEW.about_id) THEN
      PERFORM iop_refuse('a correction is of the same grant to the same organisation, by the one who stated it');
    END IF;
  ELSIF NEW.about_id IS NOT NULL THEN
    SELECT * INTO other FROM partnerships_aidgrant WHERE id = NEW.about_id;
    IF other.organisation_id <> NEW.organisation_id OR other.about_id IS NOT NULL OR other.stated_by_id = NEW.stated_by_id THEN
      PERFORM iop_refuse('a second statement of a grant is about the first one, to the same organisation, by somebody else');
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guards BEFORE INSERT ON partnerships_aidgrant FOR EACH ROW EXECUTE FUNCTION iop_aid_insert();
