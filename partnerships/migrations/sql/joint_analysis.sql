-- Views of the challenge and the joint analysis: drafts change, what has been shared or approved stays.

-- -- How an organisation sees the challenge ------------------------------------------------------------------------------
CREATE FUNCTION iop_perspective() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM pg_advisory_xact_lock(7107, NEW.party_id::int);
    SELECT coalesce(max(number), 0) + 1 INTO NEW.number FROM partnerships_perspective WHERE party_id = NEW.party_id;
    RETURN NEW;
  END IF;
  IF OLD.shared_at IS NOT NULL THEN
    PERFORM iop_refuse('a view of the challenge that has been shared stays: what is new goes into the next version');
  END IF;
  IF TG_OP = 'DELETE' THEN
    RETURN OLD;
  END IF;
  IF (NEW.party_id, NEW.number) IS DISTINCT FROM (OLD.party_id, OLD.number) THEN
    PERFORM iop_refuse('a view of the challenge keeps its party and its number');
  END IF;
  IF NEW.shared_at IS NOT NULL AND trim(concat(NEW.sees, NEW.brings, NEW.hopes, NEW.fears)) = '' THEN
    PERFORM iop_refuse('what is shared has words');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guards BEFORE INSERT OR UPDATE OR DELETE ON partnerships_perspective
  FOR EACH ROW EXECUTE FUNCTION iop_perspective();
CREATE TRIGGER born BEFORE INSERT ON partnerships_perspective FOR EACH ROW EXECUTE FUNCTION iop_born('{"shared_at": null}');

-- -- The joint analysis --------------------------------------------------------------------------------------------------
CREATE FUNCTION iop_analysis_insert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(7108, NEW.partnership_id::int);
  SELECT coalesce(max(number), 0) + 1 INTO NEW.number
    FROM partnerships_needsanalysis WHERE partnership_id = NEW.partnership_id;
  RETURN NEW;
END $$;
CREATE TRIGGER begins BEFORE INSERT ON partnerships_needsanalysis FOR EACH ROW EXECUTE FUNCTION iop_analysis_insert();
CREATE TRIGGER born BEFORE INSERT ON partnerships_needsanalysis FOR EACH ROW EXECUTE FUNCTION iop_born(
  '{"status": "draft", "round": 0, "text_hash": "", "proposed_at": null, "approved_at": null}');

CREATE FUNCTION iop_analysis_update() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.status = 'approved' THEN
    PERFORM iop_refuse('an approved analysis stays: what is new goes into the next version');
  END IF;
  IF TG_OP = 'DELETE' THEN
    IF OLD.status <> 'draft' OR OLD.round <> 0 THEN
      PERFORM iop_refuse('only a draft that has never been proposed can be thrown away');
    END IF;
    RETURN OLD;
  END IF;
  IF (NEW.partnership_id, NEW.number) IS DISTINCT FROM (OLD.partnership_id, OLD.number) THEN
    PERFORM iop_refuse('an analysis keeps its partnership and its number');
  END IF;
  IF (OLD.status <> 'draft' AND NEW.status <> 'draft') AND
     (NEW.occasion, NEW.challenge, NEW.target_group, NEW.known, NEW.unknown, NEW.goals, NEW.contributions)
     IS DISTINCT FROM
     (OLD.occasion, OLD.challenge, OLD.target_group, OLD.known, OLD.unknown, OLD.goals, OLD.contributions) THEN
    PERFORM iop_refuse('the text of an analysis changes in draft only');
  END IF;
  IF NEW.status = 'proposed' AND OLD.status = 'draft' THEN
    IF NEW.round <> OLD.round + 1 OR NEW.text_hash = '' OR NEW.proposed_at IS NULL THEN
      PERFORM iop_refuse('proposing begins a new round on a text with a hash');
    END IF;
  ELSIF (NEW.round, NEW.text_hash) IS DISTINCT FROM (OLD.round, OLD.text_hash) THEN
    PERFORM iop_refuse('round and hash are set when an analysis is proposed');
  END IF;
  IF NEW.status = 'approved' THEN
    IF OLD.status <> 'proposed' THEN
      PERFORM iop_refuse('an analysis is proposed before it is approved');
    END IF;
    IF EXISTS (
      SELECT FROM partnerships_party p
      WHERE p.partnership_id = NEW.partnership_id AND p.status IN ('in_dialogue', 'party') AND NOT EXISTS (
        SELECT FROM partnerships_analysisapproval a
        WHERE a.analysis_id = NEW.id AND a.party_id = p.id AND a.round = NEW.round AND a.text_hash = NEW.text_hash
      )
    ) THEN
      PERFORM iop_refuse('an analysis is approved only when every organisation in the dialogue has approved that text');
    END IF;
    IF (
      SELECT count(DISTINCT o.side) FROM partnerships_analysisapproval a
      JOIN partnerships_party p ON p.id = a.party_id JOIN partnerships_organisation o ON o.id = p.organisation_id
      WHERE a.analysis_id = NEW.id AND a.round = NEW.round
    ) < 2 THEN
      PERFORM iop_refuse('an analysis is approved on both sides');
    END IF;
  ELSIF NEW.approved_at IS NOT NULL THEN
    PERFORM iop_refuse('the moment of approval is set when all have approved');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guards BEFORE UPDATE OR DELETE ON partnerships_needsanalysis
  FOR EACH ROW EXECUTE FUNCTION iop_analysis_update();

-- An approval is of the text that is proposed now, by a representative of that very party, with a mandate of that day.
CREATE FUNCTION iop_analysis_approval() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM partnerships_needsanalysis a
    JOIN partnerships_party p ON p.id = NEW.party_id AND p.partnership_id = a.partnership_id
    WHERE a.id = NEW.analysis_id AND a.status = 'proposed' AND a.round = NEW.round AND a.text_hash = NEW.text_hash
      AND p.status IN ('in_dialogue', 'party')
  ) THEN
    PERFORM iop_refuse('an approval is of the text as it is proposed, by an organisation in the dialogue');
  END IF;
  IF NOT EXISTS (
    SELECT FROM partnerships_mandate m JOIN partnerships_party p ON p.id = NEW.party_id AND p.organisation_id = m.organisation_id
    WHERE m.id = NEW.mandate_id AND m.person_id = NEW.person_id AND m.role = 'representative'
      AND m.valid_from <= (NEW.at AT TIME ZONE 'Europe/Stockholm')::date
      AND (m.valid_until IS NULL OR m.valid_until > (NEW.at AT TIME ZONE 'Europe/Stockholm')::date)
  ) THEN
    PERFORM iop_refuse('an approval rests on a representative''s mandate that is valid that day');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guards BEFORE INSERT ON partnerships_analysisapproval FOR EACH ROW EXECUTE FUNCTION iop_analysis_approval();
CREATE TRIGGER named BEFORE INSERT ON partnerships_analysisapproval FOR EACH ROW EXECUTE FUNCTION iop_signature_name();

CALL iop_protect('partnerships_analysisapproval');
CALL iop_protect('partnerships_historicalperspective');
CALL iop_protect('partnerships_historicalneedsanalysis');
