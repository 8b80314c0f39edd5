"""Talks with a host through the official client of OpenAI: openai_client.py BASE_URL"""

import sys

import openai

client = openai.OpenAI(base_url=f"{sys.argv[1]}/v1", api_key="none is needed", max_retries=0)


def ask(text, **more):
    messages = [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "What did I say?"},
        {"role": "assistant", "content": "Nothing yet."},
        {"role": "user", "content": text},
    ]
    return client.chat.completions.create(model="default", messages=messages, temperature=0, **more)


def streamed(text):
    """Returns what a stream said, why it ended and what it cost, and that no tool showed."""
    words, finish, usage = [], None, None
    for chunk in ask(text, stream=True, stream_options={"include_usage": True}):
        usage = chunk.usage or usage
        for choice in chunk.choices:
            assert choice.delta.tool_calls is None, choice
            words.append(choice.delta.content or "")
            finish = choice.finish_reason or finish
    return words, finish, usage


models = [model.id for model in client.models.list()]
assert models == ["default"], models
assert client.models.retrieve("default").object == "model"

whole = ask("one two three")
assert whole.choices[0].message.content == "one two three", whole
assert whole.choices[0].message.role == "assistant", whole
assert whole.choices[0].finish_reason == "stop", whole
assert whole.usage.total_tokens == whole.usage.prompt_tokens + whole.usage.completion_tokens > 0, whole

words, finish, usage = streamed("one two three")
assert "".join(words) == "one two three" and len([word for word in words if word]) == 3, words
assert finish == "stop" and usage == whole.usage, (finish, usage)

words, finish, _ = streamed("note it down")
assert "".join(words) == "one moment\n\nit is noted", words
assert finish == "stop", finish
assert ask("note it down").choices[0].message.content == "it is noted"

session = client.post("/../v1/chat", body={"message": "remember me"}, cast_to=object)["session"]
answer = client.chat.completions.with_raw_response.create(
    model="default", messages=[{"role": "user", "content": "again"}], extra_headers={"X-Session": session}
)
assert answer.headers["x-session"] == session, answer.headers

for wrong, error in [
    (lambda: client.chat.completions.create(model="gpt-5", messages=[{"role": "user", "content": "x"}]), openai.NotFoundError),
    (lambda: client.chat.completions.create(model="default", messages=[]), openai.BadRequestError),
    (lambda: ask("fail now"), openai.InternalServerError),
    (lambda: streamed("fail now"), openai.APIError),
]:
    try:
        wrong()
    except error as raised:
        assert raised.code, raised
    else:
        raise AssertionError(f"no {error.__name__}")

print(f"openai {openai.__version__}: models, whole answers, streams, sessions and errors are as they should be")
