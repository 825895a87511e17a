/* sqlgen_token.c: cuts SQL into words, parameters and signs, and says in which SELECT each stands. */
#include "sqlgen.h"

#include "base/check.h"

enum { DEPTH_MAX = 64 };

struct reader {
	struct sqlgen *gen;
	str rest;
	int line, depth;
	bool spaced, line_is_empty;
	struct list *tokens, *comments;
};

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static char peek(const struct reader *reader, size_t at)
{
	return at < reader->rest.len ? reader->rest.at[at] : '\0';
}

static str advance(struct reader *reader, size_t len)
{
	str piece = str_first(reader->rest, len);
	for (size_t i = 0; i < piece.len; i++) {
		if (piece.at[i] == '\n') {
			reader->line++;
			reader->line_is_empty = true;
		}
	}
	reader->rest = str_skip(reader->rest, len);
	return piece;
}

static size_t name_length(const struct reader *reader, size_t at)
{
	size_t len = 0;
	while (is_letter(peek(reader, at + len)) || (len > 0 && is_digit(peek(reader, at + len))))
		len++;
	return len;
}

static struct token *add(struct reader *reader, enum token_kind kind, size_t len)
{
	struct token *token = list_add(reader->tokens);
	*token = (struct token){
		.kind = kind, .line = reader->line, .depth = reader->depth, .spaced = reader->spaced
	};
	reader->spaced = reader->line_is_empty = false;
	token->text = advance(reader, len);
	return token;
}

static void read_comment(struct reader *reader)
{
	bool alone = reader->line_is_empty;
	int line = reader->line;
	str rest = reader->rest;
	str text = str_cut(&rest, '\n');
	if (reader->comments) {
		struct comment *comment = list_add(reader->comments);
		*comment = (struct comment){ line, str_trim(str_skip(text, 2)), alone };
	}
	advance(reader, text.len);
	reader->spaced = true;
}

/* :name, :name.member, then ? or ! or [64]. */
static void read_param(struct reader *reader)
{
	size_t len = 1 + name_length(reader, 1);
	while (peek(reader, len) == '.' && is_letter(peek(reader, len + 1)))
		len += 1 + name_length(reader, len + 1);
	struct token *token = add(reader, TOKEN_PARAM, len);
	token->text = str_skip(token->text, 1);
	for (; peek(reader, 0) == '?' || (peek(reader, 0) == '!' && peek(reader, 1) != '=');
	     advance(reader, 1)) {
		token->null = token->null || peek(reader, 0) == '?';
		token->blob = token->blob || peek(reader, 0) == '!';
	}
	if (peek(reader, 0) != '[')
		return;
	advance(reader, 1);
	for (; is_digit(peek(reader, 0)) && token->list < 1000; advance(reader, 1))
		token->list = token->list * 10 + (peek(reader, 0) - '0');
	if (peek(reader, 0) != ']' || token->list < 1 || token->list > 500)
		complain(reader->gen, token->line, "a list is written :ids[64], of 1 to 500");
	advance(reader, 1);
}

static void read_quoted(struct reader *reader, char end)
{
	size_t len = 1;
	while (len < reader->rest.len && peek(reader, len) != end)
		len++;
	add(reader, end == '\'' ? TOKEN_STRING : TOKEN_QUOTED, len + 1);
}

static void read_sign(struct reader *reader)
{
	static const char *const longer[] = { "<=", ">=", "<>", "!=", "||", "==", "->" };
	size_t len = 1;
	for (size_t i = 0; i < COUNT(longer); i++) {
		if (str_starts(reader->rest, str_from(longer[i])))
			len = 2;
	}
	char sign = peek(reader, 0);
	if (sign == ')')
		reader->depth--;
	add(reader, TOKEN_SIGN, len);
	if (sign == '(')
		reader->depth++;
}

static void read_one(struct reader *reader)
{
	char c = peek(reader, 0);
	size_t len = name_length(reader, 0);
	if (c == '-' && peek(reader, 1) == '-') {
		read_comment(reader);
	} else if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
		advance(reader, 1);
		reader->spaced = true;
	} else if (len > 0) {
		add(reader, TOKEN_WORD, len);
	} else if (c == ':' && is_letter(peek(reader, 1))) {
		read_param(reader);
	} else if (c == '\'' || c == '"') {
		read_quoted(reader, c);
	} else if (is_digit(c)) {
		while (is_digit(peek(reader, len)) || peek(reader, len) == '.')
			len++;
		add(reader, TOKEN_NUMBER, len);
	} else {
		read_sign(reader);
	}
}

void tokens_read(struct sqlgen *gen, str text, int line, struct list *tokens, struct list *comments)
{
	struct reader reader = { .gen = gen,
				 .rest = text,
				 .line = line,
				 .line_is_empty = true,
				 .tokens = tokens,
				 .comments = comments };
	list_open(tokens, gen->arena, sizeof(struct token));
	if (comments)
		list_open(comments, gen->arena, sizeof(struct comment));
	while (!str_empty(reader.rest))
		read_one(&reader);
}

const struct token *token_at(const struct list *tokens, size_t index)
{
	static const struct token beyond = { .kind = TOKEN_SIGN };
	return index < tokens->count ? list_at(tokens, index) : &beyond;
}

bool token_is(const struct token *token, const char *word)
{
	str s = str_from(word);
	return token->kind == TOKEN_WORD ? str_equal_fold(token->text, s)
					 : token->kind == TOKEN_SIGN && str_equal(token->text, s);
}

static bool splits(const struct token *token)
{
	return token_is(token, "UNION") || token_is(token, "INTERSECT") ||
	       token_is(token, "EXCEPT");
}

void tokens_scope(struct list *tokens)
{
	struct {
		int scope, group, depth;
	} stack[DEPTH_MAX] = { { 0, 0, 0 } };
	int top = 0, made = 0;
	for (size_t i = 0; i < tokens->count; i++) {
		struct token *token = (struct token *)(tokens->at + i * tokens->size);
		if (token_is(token, ")") && top > 0 && token->depth < stack[top].depth)
			top--;
		if (splits(token))
			stack[top].scope = ++made;
		token->scope = stack[top].scope;
		token->group = stack[top].group;
		if (token_is(token, "(") && token_is(token_at(tokens, i + 1), "SELECT")) {
			must(top + 1 < DEPTH_MAX);
			top++;
			made++;
			stack[top].scope = stack[top].group = made;
			stack[top].depth = token->depth + 1;
		}
	}
}
