-- Where the parties sign in a fixed order, nobody signs before those whose turn comes earlier.

CREATE FUNCTION iop_signature_turn() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM partnerships_agreementparty own
    JOIN partnerships_agreementparty earlier ON earlier.agreement_id = own.agreement_id AND earlier.turn < own.turn
    WHERE own.agreement_id = NEW.agreement_id AND own.party_id = NEW.party_id AND NOT EXISTS (
      SELECT FROM partnerships_signature s
      WHERE s.agreement_id = NEW.agreement_id AND s.party_id = earlier.party_id AND s.round = NEW.round
    )
  ) THEN
    PERFORM iop_refuse('an agreement with a fixed order is signed in that order');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER turn BEFORE INSERT ON partnerships_signature FOR EACH ROW EXECUTE FUNCTION iop_signature_turn();
