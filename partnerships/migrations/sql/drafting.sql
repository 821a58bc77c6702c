-- Drafting together: what is said of a section is said of one of the agreement's own, and its words never change.

-- Only the columns named in the arguments may change.
CREATE FUNCTION iop_fixed_but() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (to_jsonb(NEW) - TG_ARGV) IS DISTINCT FROM (to_jsonb(OLD) - TG_ARGV) THEN
    PERFORM iop_refuse(format('the words of %s never change', TG_TABLE_NAME));
  END IF;
  RETURN NEW;
END $$;

-- The section, if one is named, is the agreement's own when the row is born. Afterwards it may be taken out of the text.
CREATE FUNCTION iop_about_section() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.section_id IS NOT NULL AND NOT EXISTS (
    SELECT FROM partnerships_agreementsection WHERE id = NEW.section_id AND agreement_id = NEW.agreement_id
  ) THEN
    PERFORM iop_refuse(format('%s: the section is of another agreement', TG_TABLE_NAME));
  END IF;
  RETURN NEW;
END $$;

-- A package is written on while it is a draft or proposed: an annex goes with its agreement.
CREATE FUNCTION iop_under_way() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM partnerships_agreement a LEFT JOIN partnerships_agreement p ON a.kind = 'annex' AND p.id = a.parent_id
    WHERE a.id = NEW.agreement_id AND coalesce(p.status, a.status) IN ('draft', 'proposed')
  ) THEN
    PERFORM iop_refuse('wording is proposed while an agreement is a draft or waits for signatures');
  END IF;
  RETURN NEW;
END $$;

-- -- Proposed wording: answered once
CREATE FUNCTION iop_wording() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.status <> 'open' THEN
    PERFORM iop_refuse('a proposed wording is answered once');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER born BEFORE INSERT ON partnerships_wordingproposal FOR EACH ROW
  EXECUTE FUNCTION iop_born('{"status": "open", "answer": "", "answered_by_id": null, "answered_at": null}');
CREATE TRIGGER about_section BEFORE INSERT ON partnerships_wordingproposal FOR EACH ROW
  EXECUTE FUNCTION iop_about_section();
CREATE TRIGGER under_way BEFORE INSERT ON partnerships_wordingproposal FOR EACH ROW EXECUTE FUNCTION iop_under_way();
CREATE TRIGGER party_belongs BEFORE INSERT ON partnerships_wordingproposal FOR EACH ROW EXECUTE FUNCTION
  iop_party_belongs('party_id', 'SELECT partnership_id FROM partnerships_agreement WHERE id = ($1).agreement_id');
CREATE TRIGGER guards BEFORE UPDATE ON partnerships_wordingproposal FOR EACH ROW EXECUTE FUNCTION iop_wording();
CREATE TRIGGER words BEFORE UPDATE ON partnerships_wordingproposal FOR EACH ROW
  EXECUTE FUNCTION iop_fixed_but('status', 'answer', 'answered_by_id', 'answered_at', 'version');
CREATE TRIGGER keep BEFORE DELETE ON partnerships_wordingproposal FOR EACH ROW EXECUTE FUNCTION iop_keep();

-- -- Comments: replies one level deep, about the same section
CREATE FUNCTION iop_comment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.parent_id IS NOT NULL AND NOT EXISTS (
    SELECT FROM partnerships_sectioncomment WHERE id = NEW.parent_id AND parent_id IS NULL
      AND agreement_id = NEW.agreement_id AND section_id = NEW.section_id
  ) THEN
    PERFORM iop_refuse('a reply is to a comment on the same section');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER born BEFORE INSERT ON partnerships_sectioncomment FOR EACH ROW
  EXECUTE FUNCTION iop_born('{"status": "open", "resolved_by_id": null, "resolved_at": null}');
CREATE TRIGGER guards BEFORE INSERT ON partnerships_sectioncomment FOR EACH ROW EXECUTE FUNCTION iop_comment();
CREATE TRIGGER party_belongs BEFORE INSERT ON partnerships_sectioncomment FOR EACH ROW EXECUTE FUNCTION
  iop_party_belongs('party_id', 'SELECT partnership_id FROM partnerships_agreement WHERE id = ($1).agreement_id');
CREATE TRIGGER words BEFORE UPDATE ON partnerships_sectioncomment FOR EACH ROW
  EXECUTE FUNCTION iop_fixed_but('status', 'resolved_by_id', 'resolved_at', 'version');
CREATE TRIGGER keep BEFORE DELETE ON partnerships_sectioncomment FOR EACH ROW EXECUTE FUNCTION iop_keep();

-- A reply may be to a comment on a section that has gone since: only a new thread needs the section.
CREATE TRIGGER about_section BEFORE INSERT ON partnerships_sectioncomment FOR EACH ROW
  WHEN (NEW.parent_id IS NULL) EXECUTE FUNCTION iop_about_section();

-- -- Whose turn it is: on a draft, in its present round
CREATE FUNCTION iop_turn() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM partnerships_agreement
    WHERE id = NEW.agreement_id AND kind <> 'annex' AND status = 'draft' AND round = NEW.round
  ) THEN
    PERFORM iop_refuse('the turn to write is given on a draft');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guards BEFORE INSERT ON partnerships_draftingturn FOR EACH ROW EXECUTE FUNCTION iop_turn();
CREATE TRIGGER party_belongs BEFORE INSERT ON partnerships_draftingturn FOR EACH ROW EXECUTE FUNCTION
  iop_party_belongs('party_id', 'SELECT partnership_id FROM partnerships_agreement WHERE id = ($1).agreement_id');

CALL iop_protect('partnerships_draftingturn');
CALL iop_protect('partnerships_historicalwordingproposal');
CALL iop_protect('partnerships_historicalsectioncomment');
