-- A row is born in its first state: every later state is reached through its steps, with who took them.

-- Arguments: one or more beginnings, each as the columns and values that a new row must have.
CREATE FUNCTION iop_born() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  FOR i IN 0 .. TG_NARGS - 1 LOOP
    IF to_jsonb(NEW) @> TG_ARGV[i]::jsonb THEN
      RETURN NEW;
    END IF;
  END LOOP;
  PERFORM iop_refuse(format('a row of %s is born in its first state: %s', TG_TABLE_NAME, array_to_string(TG_ARGV, ' or ')));
  RETURN NULL;
END $$;

CREATE TRIGGER born BEFORE INSERT ON partnerships_party FOR EACH ROW EXECUTE FUNCTION iop_born(
  '{"status": "proposed", "joined_on": null, "left_on": null}',
  '{"status": "in_dialogue", "joined_on": null, "left_on": null}');
CREATE TRIGGER born BEFORE INSERT ON partnerships_agreement FOR EACH ROW EXECUTE FUNCTION iop_born(
  '{"status": "draft", "round": 0, "text_hash": "", "proposed_on": null, "in_force_on": null}');
CREATE TRIGGER born BEFORE INSERT ON partnerships_servicereport FOR EACH ROW EXECUTE FUNCTION iop_born(
  '{"status": "draft", "submitted_at": null, "confirmed_at": null, "confirmed_by_id": null}');
CREATE TRIGGER born BEFORE INSERT ON partnerships_invitation FOR EACH ROW EXECUTE FUNCTION iop_born(
  '{"accepted_at": null, "accepted_by_id": null, "withdrawn_at": null}');
