-- An agreement signed on paper: frozen with the text that the parties confirm, which names the fingerprint of its PDF.
CALL iop_protect('partnerships_historicaloldagreement');
CREATE TRIGGER draft_only BEFORE INSERT OR UPDATE OR DELETE ON partnerships_oldagreement
  FOR EACH ROW EXECUTE FUNCTION iop_agreement_part();

CREATE FUNCTION iop_old_agreement() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM partnerships_agreement a JOIN partnerships_document d ON d.id = NEW.document_id AND d.partnership_id = a.partnership_id
    WHERE a.id = NEW.agreement_id AND a.kind <> 'annex'
  ) THEN
    PERFORM iop_refuse('the paper of an agreement is a document of its partnership, and an annex has none of its own');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guards BEFORE INSERT OR UPDATE ON partnerships_oldagreement FOR EACH ROW EXECUTE FUNCTION iop_old_agreement();

CREATE FUNCTION iop_old_agreement_proposed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.status = 'proposed' AND OLD.status = 'draft' AND EXISTS (
    SELECT FROM partnerships_oldagreement o JOIN partnerships_document d ON d.id = o.document_id
    WHERE o.agreement_id = NEW.id AND NOT EXISTS (
      SELECT FROM partnerships_agreementsection s WHERE s.agreement_id = NEW.id AND position(d.sha256 IN s.body) > 0
    )
  ) THEN
    PERFORM iop_refuse('the text of an agreement signed on paper names the fingerprint of its PDF');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER names_paper BEFORE UPDATE ON partnerships_agreement FOR EACH ROW EXECUTE FUNCTION iop_old_agreement_proposed();
