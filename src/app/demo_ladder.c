/* demo_ladder.c: what a brand set about its technicians, and a question that lies with its agents. */
#include "app/demo.h"

#include "core/setting.h"
#include "features/community/community_news.h"
#include "features/ladder/climb.h"

/* {"settings":[{"name":"ladder.technician_price","value":"79"}]} */
enum err demo_setting(struct demo *demo, struct scope *scope, const struct json *line)
{
	const struct json *row = &json_member(line, S("settings"))->items[demo->item];
	const struct setting *setting = setting_find(scope->house, json_str(row, S("name")));
	must(setting); /* a setting that the file names is not there */
	return setting_set(scope, setting, json_str(row, S("value")));
}

/* Its asker gave it to the brand three hours ago. */
enum err demo_ticket(struct demo *demo, struct scope *scope, const struct json *line)
{
	str note = json_str(line, S("to_agent"));
	const int64_t thread_id = demo_id(&demo->threads, demo->brand, json_str(line, S("title")));
	struct matter matter;
	if (str_empty(note))
		return OK;
	enum err err = trail_matter(scope, subject_of(&thread_subject, thread_id), &matter);
	if (err)
		return err;
	scope->now = demo->now - HOURS(3);
	demo_as(scope, matter.owner_id, ROLE_MEMBER);
	return climb_take(scope, matter.id, DEED_TO_AGENT, note);
}
