-- A proposal stays as it was submitted, a grant goes one way, and only what the party has accepted is paid.

CREATE FUNCTION iop_fundproposal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.fund_id, NEW.party_id) IS DISTINCT FROM (OLD.fund_id, OLD.party_id) THEN
    PERFORM iop_refuse('a proposal keeps its fund and its party');
  END IF;
  IF OLD.status <> 'draft' AND
     (NEW.title, NEW.need, NEW.goals, NEW.amount, NEW.own_contribution, NEW.submitted_at)
     IS DISTINCT FROM (OLD.title, OLD.need, OLD.goals, OLD.amount, OLD.own_contribution, OLD.submitted_at) THEN
    PERFORM iop_refuse('a proposal stays as it was submitted');
  END IF;
  IF NEW.status <> OLD.status AND (OLD.status, NEW.status) NOT IN (
    ('draft', 'submitted'), ('submitted', 'granted'), ('submitted', 'declined')
  ) THEN
    PERFORM iop_refuse(format('a proposal does not go from %s to %s', OLD.status, NEW.status));
  END IF;
  IF NEW.status = 'granted' AND NOT EXISTS (SELECT FROM governance_grant WHERE proposal_id = NEW.id) THEN
    PERFORM iop_refuse('a granted proposal has a grant');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guards BEFORE UPDATE ON governance_fundproposal FOR EACH ROW EXECUTE FUNCTION iop_fundproposal();

CREATE FUNCTION iop_grant_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.status <> OLD.status AND (OLD.status, NEW.status) NOT IN (
    ('decided', 'accepted'), ('decided', 'paid'), ('accepted', 'paid')
  ) THEN
    PERFORM iop_refuse(format('a grant does not go from %s to %s', OLD.status, NEW.status));
  END IF;
  IF NEW.status = 'paid' AND OLD.status <> 'paid' AND iop_fund_balance(NEW.fund_id, 'committed', NEW.id) <> 0 THEN
    PERFORM iop_refuse('a grant is finished when nothing is left of it');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER moves BEFORE UPDATE ON governance_grant FOR EACH ROW EXECUTE FUNCTION iop_grant_moves();

-- FOR SHARE waits for an acceptance that is going on.
CREATE FUNCTION iop_payment_insert() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  state text;
BEGIN
  SELECT status INTO state FROM governance_grant WHERE id = NEW.grant_id FOR SHARE;
  IF state <> 'accepted' THEN
    PERFORM iop_refuse('payment is requested of a grant whose terms the party has accepted');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER accepted BEFORE INSERT ON governance_paymentrequest FOR EACH ROW EXECUTE FUNCTION iop_payment_insert();
