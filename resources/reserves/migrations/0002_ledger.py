"""Double entry held by the database: the movement moves the balances, and nothing else may (R-D3)."""

from django.db import migrations

FORWARD = """
-- Takes from one account and adds to the other. Both rows are updated, and so locked, in the order of their ids:
-- whoever locks several accounts does so in that order too, and no two movements wait for each other.
CREATE FUNCTION reserves_post() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    taken record;
    given record;
BEGIN
    IF NEW.quantity = 'NaN' THEN
        RAISE EXCEPTION 'Not a quantity.' USING ERRCODE = 'check_violation', CONSTRAINT = 'movement_of_something';
    END IF;
    IF NEW.source_id < NEW.target_id THEN
        UPDATE reserves_account SET balance = balance - NEW.quantity WHERE id = NEW.source_id
            RETURNING lot_id, balance, counting_id INTO taken;
        UPDATE reserves_account SET balance = balance + NEW.quantity WHERE id = NEW.target_id
            RETURNING lot_id, balance, counting_id INTO given;
    ELSE
        UPDATE reserves_account SET balance = balance + NEW.quantity WHERE id = NEW.target_id
            RETURNING lot_id, balance, counting_id INTO given;
        UPDATE reserves_account SET balance = balance - NEW.quantity WHERE id = NEW.source_id
            RETURNING lot_id, balance, counting_id INTO taken;
    END IF;
    IF taken.lot_id IS DISTINCT FROM NEW.lot_id OR given.lot_id IS DISTINCT FROM NEW.lot_id THEN
        RAISE EXCEPTION 'A movement stays within one lot.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'movement_within_lot';
    END IF;
    IF (taken.counting_id IS NOT NULL OR given.counting_id IS NOT NULL) AND NEW.reason NOT LIKE 'count%' THEN
        RAISE EXCEPTION 'The lot is being counted.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'movement_not_while_counted';
    END IF;
    NEW.source_balance := taken.balance;
    NEW.target_balance := given.balance;
    RETURN NEW;
END $$;
CREATE TRIGGER reserves_movement_post BEFORE INSERT ON reserves_movement
    FOR EACH ROW EXECUTE FUNCTION reserves_post();

CREATE FUNCTION reserves_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The ledger is append-only: % of % refused.', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER reserves_movement_append_only BEFORE UPDATE OR DELETE ON reserves_movement
    FOR EACH ROW EXECUTE FUNCTION reserves_refuse_change();
CREATE TRIGGER reserves_movement_no_truncate BEFORE TRUNCATE ON reserves_movement
    FOR EACH STATEMENT EXECUTE FUNCTION reserves_refuse_change();
CREATE TRIGGER reserves_account_stays BEFORE DELETE ON reserves_account
    FOR EACH ROW EXECUTE FUNCTION reserves_refuse_change();

-- A balance changes from within the movement's trigger (depth 2) and from nowhere else; an account never changes what
-- it is the account of.
CREATE FUNCTION reserves_guard_account() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.balance <> 0 OR NEW.item_id IS DISTINCT FROM (SELECT item_id FROM reserves_lot WHERE id = NEW.lot_id) THEN
            RAISE EXCEPTION 'An account begins empty, with the item of its lot.' USING ERRCODE = 'insufficient_privilege';
        END IF;
        RETURN NEW;
    END IF;
    IF pg_trigger_depth() < 2 OR NEW.lot_id <> OLD.lot_id OR NEW.item_id <> OLD.item_id OR NEW.kind <> OLD.kind
            OR NEW.warehouse_id IS DISTINCT FROM OLD.warehouse_id THEN
        RAISE EXCEPTION 'A balance is changed by movements only.' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER reserves_account_begins BEFORE INSERT ON reserves_account
    FOR EACH ROW EXECUTE FUNCTION reserves_guard_account();
CREATE TRIGGER reserves_account_guard BEFORE UPDATE OF balance, lot_id, item_id, kind, warehouse_id ON reserves_account
    FOR EACH ROW EXECUTE FUNCTION reserves_guard_account();

-- A lot stays the item it was booked as.
CREATE FUNCTION reserves_guard_lot() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A lot stays the item it was booked as.' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER reserves_lot_guard BEFORE UPDATE OF item_id ON reserves_lot
    FOR EACH ROW WHEN (OLD.item_id <> NEW.item_id) EXECUTE FUNCTION reserves_guard_lot();

-- Rows written again and again stay on their page.
ALTER TABLE reserves_account SET (fillfactor = 70);
"""

BACKWARD = """
DROP TRIGGER reserves_lot_guard ON reserves_lot;
DROP TRIGGER reserves_account_guard ON reserves_account;
DROP TRIGGER reserves_account_begins ON reserves_account;
DROP TRIGGER reserves_account_stays ON reserves_account;
DROP TRIGGER reserves_movement_no_truncate ON reserves_movement;
DROP TRIGGER reserves_movement_append_only ON reserves_movement;
DROP TRIGGER reserves_movement_post ON reserves_movement;
DROP FUNCTION reserves_guard_lot();
DROP FUNCTION reserves_guard_account();
DROP FUNCTION reserves_refuse_change();
DROP FUNCTION reserves_post();
ALTER TABLE reserves_account RESET (fillfactor);
"""


class Migration(migrations.Migration):
    """Triggers of the ledger."""

    dependencies = [("reserves", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
