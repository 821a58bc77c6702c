-- A file is made of, and signed on, the text that is proposed; a signature by file rests on one that is trusted.

CREATE FUNCTION iop_signing_paper() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM partnerships_agreement a JOIN partnerships_document d ON d.id = NEW.document_id AND d.partnership_id = a.partnership_id
    WHERE a.id = NEW.agreement_id AND a.kind <> 'annex' AND a.status = 'proposed' AND a.round = NEW.round AND a.text_hash = NEW.text_hash
  ) THEN
    PERFORM iop_refuse('a file to sign is made of the text as it is proposed');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guards BEFORE INSERT ON partnerships_signingpaper FOR EACH ROW EXECUTE FUNCTION iop_signing_paper();

CREATE FUNCTION iop_signed_file() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM partnerships_signingpaper p
    JOIN partnerships_agreement a ON a.id = p.agreement_id AND a.status = 'proposed' AND a.round = p.round
    JOIN partnerships_agreementparty ap ON ap.agreement_id = a.id AND ap.party_id = NEW.party_id
    JOIN partnerships_document d ON d.id = NEW.document_id AND d.partnership_id = a.partnership_id
    WHERE p.id = NEW.paper_id
  ) THEN
    PERFORM iop_refuse('a signed file is of one of the parties, on the file that is to be signed now');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guards BEFORE INSERT ON partnerships_signedfile FOR EACH ROW EXECUTE FUNCTION iop_signed_file();

CREATE FUNCTION iop_signature_by_file() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.method = 'pades' AND NOT EXISTS (
    SELECT FROM partnerships_signedfile f
    JOIN partnerships_signingpaper p ON p.id = f.paper_id AND p.agreement_id = NEW.agreement_id AND p.round = NEW.round
    WHERE f.party_id = NEW.party_id AND f.person_id = NEW.person_id AND f.is_trusted AND p.text_hash = NEW.text_hash
  ) THEN
    PERFORM iop_refuse('a signature by file rests on a trusted file of that very person and text');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER by_file BEFORE INSERT ON partnerships_signature FOR EACH ROW EXECUTE FUNCTION iop_signature_by_file();

CALL iop_protect('partnerships_signingpaper');
CALL iop_protect('partnerships_signedfile');
