"""The OpenAPI description is whole and true."""

from django.core.management import call_command

from authorities.choices import Role
from tests.factories.authorities import council_actor


def test_the_schema_is_valid_and_without_warnings(tmp_path):
    file = tmp_path / "schema.yaml"
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(file))
    assert "/api/v1/portal/offers/{reference}/withdraw/" in file.read_text()


def test_the_schema_is_served_to_anyone_signed_in(program, client):
    assert client.get("/api/schema/").status_code == 401
    assert program(council_actor(Role.CABINET_MEMBER)).get("/api/schema/").status_code == 200
