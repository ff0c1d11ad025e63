"""People and tokens, the rules of the house, and documents that are taken out."""

from __future__ import annotations

from serving import Service, report


def test_a_token_is_made_used_and_revoked(service: Service) -> None:
    made = service.post("/v1/tokens", "admin", json={"name": "赵敏", "role": "reader", "days": 3}).json()
    headers = {"Authorization": f"Bearer {made['secret']}"}
    assert service.client.get("/v1/me", headers=headers).json() == {"name": "赵敏", "role": "reader"}
    (token,) = [one for one in service.get("/v1/tokens", "admin").json() if one["id"] == made["id"]]
    assert token["last_used_at"] is not None
    assert token["expires_at"] is not None
    assert "secret" not in token
    path = f"/v1/tokens/{made['id']}"
    admin = {"Authorization": f"Bearer {service.tokens['admin']}"}
    assert service.client.delete(path, headers=admin).status_code == 204
    assert service.client.get("/v1/me", headers=headers).status_code == 401
    done = [one["action"] for one in service.get("/v1/audit?limit=2", "admin").json()["items"]]
    assert done == ["token.revoke", "token.create"]


def test_only_an_admin_looks_after_people(service: Service) -> None:
    for role in ("reader", "reviewer"):
        assert service.get("/v1/tokens", role).status_code == 403
        assert service.get("/people", role).status_code == 403
        assert service.get("/audit", role).status_code == 403


def test_a_document_that_is_taken_out_leaves_a_record_and_may_come_again(service: Service) -> None:
    content = report()
    sent = service.send(content).json()
    sha256 = sent["document"]
    waiting = service.get(f"/v1/documents/{sha256}/fields?status=review").json()
    headers = {"If-Match": waiting[0]["etag"]}
    path = f"/v1/documents/{sha256}"
    made = service.post(f"{path}/fields/{waiting[0]['field']}/decisions", json={"value": 1}, headers=headers)
    assert made.status_code == 201
    admin = {"Authorization": f"Bearer {service.tokens['admin']}"}
    gone = service.client.request("DELETE", path, headers=admin, json={"reason": "重复报送"})
    assert gone.status_code == 200, gone.text
    assert gone.json()["reason"] == "重复报送"
    missing = service.get(path)
    assert missing.status_code == 404
    assert "重复报送" in missing.json()["detail"]
    assert service.get(f"/v1/queue?document={sha256}").json()["waiting"] == 0
    assert service.get(f"/v1/extractions/{sent['id']}").status_code == 404
    assert service.send(content).status_code == 201


def test_a_reviewer_takes_nothing_out(service: Service) -> None:
    sha256 = service.send(report()).json()["document"]
    headers = {"Authorization": f"Bearer {service.tokens['reviewer']}"}
    path = f"/v1/documents/{sha256}"
    assert service.client.request("DELETE", path, headers=headers, json={"reason": "不要了"}).status_code == 403
    assert service.get(path).status_code == 200


def test_the_rules_of_the_house_are_written_and_seen_by_all(service: Service) -> None:
    headers = {"Authorization": f"Bearer {service.tokens['admin']}"}
    assert service.client.put("/v1/rules", headers=headers, json={"text": "空格一律作 0。"}).status_code == 204
    rules = service.get("/v1/rules").json()
    assert (rules["text"], rules["who"], rules["blanks"]) == ("空格一律作 0。", "admin", "none")
    assert "空格一律作 0。" in service.get("/rules", headers={"Accept": "text/html"}).text
    reader = {"Authorization": f"Bearer {service.tokens['reader']}"}
    assert service.client.put("/v1/rules", headers=reader, json={"text": ""}).status_code == 403


def test_the_log_says_from_what_to_what(service: Service) -> None:
    sha256 = service.send(report()).json()["document"]
    field = service.get(f"/v1/documents/{sha256}/fields?status=review").json()[0]
    path = f"/v1/documents/{sha256}/fields/{field['field']}/decisions"
    body = {"value": 7, "note": "核对原件"}
    assert service.post(path, json=body, headers={"If-Match": field["etag"]}).status_code == 201
    deeds = service.get("/v1/audit?limit=5&who=reviewer", "admin").json()["items"]
    (deed,) = [one for one in deeds if one["subject"] == sha256 and one["details"].get("field") == field["field"]]
    assert (deed["details"]["before"], deed["details"]["after"]) == (field["value"], 7)
    html = {"Accept": "text/html"}
    assert "→ 7" in service.get("/audit?who=reviewer", "admin", headers=html).text
    assert "核对原件" in service.get(f"/documents/{sha256}/decided", headers=html).text


def test_a_pace_is_known_once_some_were_decided(service: Service) -> None:
    assert set(service.get("/v1/pace", "reviewer").json()) == {"seconds", "decisions"}
