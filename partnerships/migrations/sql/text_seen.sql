-- What a signatory says to have read is the text that is proposed at that moment.

CREATE FUNCTION iop_text_seen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM partnerships_agreement a
    WHERE a.id = NEW.agreement_id AND a.kind <> 'annex' AND a.status = 'proposed' AND a.round = NEW.round AND a.text_hash = NEW.text_hash
  ) THEN
    PERFORM iop_refuse('what has been read is the text as it is proposed');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guards BEFORE INSERT ON partnerships_textseen FOR EACH ROW EXECUTE FUNCTION iop_text_seen();
CALL iop_protect('partnerships_textseen');
