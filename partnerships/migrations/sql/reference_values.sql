-- A threshold or limit that has begun to hold has been used: sums and warnings rest on it. It stays as it was, except that
-- it may cease (earlier, never later: a new value is a row of its own) and that its source may be checked.
CREATE FUNCTION iop_reference_value() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.valid_from > current_date THEN
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
  END IF;
  IF TG_OP = 'DELETE' THEN
    PERFORM iop_refuse('a value that has begun to hold is kept: let it cease');
  END IF;
  IF (NEW.kind, NEW.value, NEW.unit, NEW.period, NEW.valid_from, NEW.source)
     IS DISTINCT FROM (OLD.kind, OLD.value, OLD.unit, OLD.period, OLD.valid_from, OLD.source) THEN
    PERFORM iop_refuse('a value that has begun to hold does not change: enter a new one');
  END IF;
  IF coalesce(NEW.valid_until, 'infinity') > coalesce(OLD.valid_until, 'infinity') THEN
    PERFORM iop_refuse('a value does not hold longer than was entered: enter a new one');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guards BEFORE UPDATE OR DELETE ON partnerships_referencevalue FOR EACH ROW
  EXECUTE FUNCTION iop_reference_value();
