"""What follows a verdict is told in the panel before it is given."""

from tests.cast import decide, draft, send_back, submit, vote


def test_the_panel_names_the_step_that_comes_behind_those_that_count_on(client, cast):
    case = submit(cast, draft(cast, "50000"))
    decide(cast, case, cast.wang)
    decide(cast, case, cast.zhou)
    for member in cast.members:
        vote(cast, case, member)
    decide(cast, case, cast.director, capacity="centre_director")
    send_back(cast, case, cast.zhao, to="plan_check", resume="back")
    client.force_login(cast.zhou)
    page = client.get(f"/cases/{case.pk}/").content.decode()
    assert "下一步：市场部立项" in page
    assert "下一步：大客户中心" not in page
