-- A signature says who signed, in the name that the person had that day, whatever becomes of the account.

ALTER TABLE partnerships_signature DISABLE TRIGGER append_only;
UPDATE partnerships_signature s SET name = u.name FROM partnerships_user u WHERE u.id = s.person_id;
ALTER TABLE partnerships_signature ENABLE TRIGGER append_only;

CREATE FUNCTION iop_signature_name() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  SELECT name INTO NEW.name FROM partnerships_user WHERE id = NEW.person_id;
  RETURN NEW;
END $$;
CREATE TRIGGER named BEFORE INSERT ON partnerships_signature FOR EACH ROW EXECUTE FUNCTION iop_signature_name();
