-- The annex of a party that has left ends with its withdrawal; everything else with the agreement, as before.
CREATE OR REPLACE FUNCTION iop_agreement_ends() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  main partnerships_agreement;
BEGIN
  IF NEW.kind = 'annex' AND NEW.status = 'ended' AND EXISTS (
    SELECT FROM partnerships_withdrawal WHERE party_id = NEW.party_id AND status = 'effective'
  ) THEN
    RETURN NEW;
  END IF;
  SELECT CASE WHEN NEW.kind = 'main' THEN NEW.id WHEN p.kind = 'main' THEN p.id ELSE p.parent_id END AS id INTO main.id
    FROM (SELECT NEW.id) AS own LEFT JOIN partnerships_agreement p ON p.id = NEW.parent_id;
  IF NOT EXISTS (
    SELECT FROM partnerships_agreementend e WHERE e.agreement_id = main.id AND e.status = 'effective' AND NEW.status = CASE e.kind
      WHEN 'notice' THEN 'terminated' WHEN 'rescission' THEN 'terminated' WHEN 'superseded' THEN 'superseded' ELSE 'ended' END
  ) THEN
    PERFORM iop_refuse('an agreement ends by notice, rescission, expiry, an agreement to end or a new agreement, and by nothing else');
  END IF;
  RETURN NEW;
END $$;
