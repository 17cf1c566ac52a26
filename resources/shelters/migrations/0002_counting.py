"""Heads are counted by the database, for every path in: stays and tallies move the shelter's figures, a check refuses more."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION shelters_count_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.shelter_id = NEW.shelter_id AND (OLD.left_at IS NULL) = (NEW.left_at IS NULL) THEN
        RETURN NULL;
    END IF;
    IF TG_OP <> 'INSERT' AND OLD.left_at IS NULL THEN
        UPDATE shelters_shelter SET named = named - 1 WHERE place_ptr_id = OLD.shelter_id;
    END IF;
    IF TG_OP <> 'DELETE' AND NEW.left_at IS NULL THEN
        UPDATE shelters_shelter SET named = named + 1 WHERE place_ptr_id = NEW.shelter_id;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER shelters_stay_counted AFTER INSERT OR DELETE OR UPDATE OF left_at, shelter_id ON shelters_stay
    FOR EACH ROW EXECUTE FUNCTION shelters_count_stay();

CREATE FUNCTION shelters_count_tally() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE shelters_shelter SET unnamed = unnamed + NEW.delta WHERE place_ptr_id = NEW.shelter_id;
    RETURN NULL;
END $$;

CREATE TRIGGER shelters_tally_counted AFTER INSERT ON shelters_tally
    FOR EACH ROW EXECUTE FUNCTION shelters_count_tally();

CREATE FUNCTION shelters_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Tallies are append-only: % refused.', TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER shelters_tally_append_only BEFORE UPDATE OR DELETE ON shelters_tally
    FOR EACH ROW EXECUTE FUNCTION shelters_refuse_change();
"""

BACKWARD = """
DROP TRIGGER shelters_tally_append_only ON shelters_tally;
DROP TRIGGER shelters_tally_counted ON shelters_tally;
DROP TRIGGER shelters_stay_counted ON shelters_stay;
DROP FUNCTION shelters_refuse_change();
DROP FUNCTION shelters_count_tally();
DROP FUNCTION shelters_count_stay();
"""


class Migration(migrations.Migration):
    """Triggers of the shelters."""

    dependencies = [("shelters", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
