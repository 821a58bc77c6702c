-- A row is born in its first state: every later state is reached through its steps, with who took them.

CREATE TRIGGER born BEFORE INSERT ON governance_meeting FOR EACH ROW EXECUTE FUNCTION iop_born(
  '{"status": "planned", "called_at": null}');
CREATE TRIGGER born BEFORE INSERT ON governance_minutes FOR EACH ROW EXECUTE FUNCTION iop_born(
  '{"status": "draft", "round": 0, "text_hash": "", "circulated_at": null, "approved_at": null}');
CREATE TRIGGER born BEFORE INSERT ON governance_decision FOR EACH ROW EXECUTE FUNCTION iop_born(
  '{"status": "open", "outcome": "", "decided_on": null}');
CREATE TRIGGER born BEFORE INSERT ON governance_ratification FOR EACH ROW EXECUTE FUNCTION iop_born(
  '{"decided_by": "", "decided_on": null, "entered_by_id": null}');
CREATE TRIGGER born BEFORE INSERT ON governance_actionitem FOR EACH ROW EXECUTE FUNCTION iop_born(
  '{"done_on": null, "done_by_id": null}');
CREATE TRIGGER born BEFORE INSERT ON governance_fundproposal FOR EACH ROW EXECUTE FUNCTION iop_born(
  '{"status": "draft", "submitted_at": null}');
CREATE TRIGGER born BEFORE INSERT ON governance_grant FOR EACH ROW EXECUTE FUNCTION iop_born(
  '{"status": "decided"}');
CREATE TRIGGER born BEFORE INSERT ON governance_paymentrequest FOR EACH ROW EXECUTE FUNCTION iop_born(
  '{"status": "requested", "attested_by_id": null, "attested_at": null, "paid_by_id": null, "paid_on": null, "reference": "", "refusal": ""}');
