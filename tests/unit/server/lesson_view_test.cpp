#include "server/lesson_view.hpp"

#include "fixture.hpp"

using namespace tt;

namespace {

struct Opened {
  server::Library library = fixture::make_library();
  server::LessonRef lesson = *server::find_lesson(library, "first");
};

}  // namespace

TEST_CASE("a lesson on the wire has its links with whether they can be followed") {
  const Opened opened;
  const protocol::Lesson view = server::lesson_view(opened.lesson, opened.library.commands);
  REQUIRE(view.links.size() == 7);
  const bool available[] = {true, true, true, true, false, false, false};
  for (std::size_t i = 0; i < 7; ++i) {
    CAPTURE(view.links[i].label);
    CHECK(view.links[i].available == available[i]);
    CHECK(view.links[i].reason.has_value() == !available[i]);
  }
  CHECK(view.root == "file:///packs/p");
  CHECK(view.revision.ends_with("-m1"));
}

TEST_CASE("only the problems of the lesson's own file are its problems") {
  const Opened opened;
  const protocol::Lesson view = server::lesson_view(opened.lesson, opened.library.commands);
  REQUIRE(view.problems.size() == 1);
  CHECK(view.problems[0].message == "of the lesson");
}

TEST_CASE("a block belongs to a step that runs something, or to none") {
  const Opened opened;
  const protocol::Lesson view = server::lesson_view(opened.lesson, opened.library.commands);
  REQUIRE(view.blocks.size() == 4);
  CHECK(view.blocks[0].step == "run");
  CHECK_FALSE(view.blocks[1].step);
  CHECK_FALSE(view.blocks[2].step);
  CHECK_FALSE(view.blocks[3].step);
}

TEST_CASE("a link counts for the step that runs the same command with the same arguments") {
  const Opened opened;
  const protocol::Lesson view = server::lesson_view(opened.lesson, opened.library.commands);
  CHECK(view.links[0].step == "run");
  CHECK(view.links[1].step == "run-big");
  CHECK_FALSE(view.links[2].step);
  CHECK_FALSE(view.links[3].step);
  const char* steps[] = {"run", "run-big", "", ""};
  for (std::size_t i = 0; i < 4; ++i) {
    const auto wish = server::wish_of_link(opened.lesson, opened.library.commands, view.links[i].id);
    REQUIRE(wish);
    CHECK(wish->step == steps[i]);
    CHECK(wish->lesson == (*steps[i] == '\0' ? "" : "first"));
  }
}

TEST_CASE("a link that isn't there, isn't declared or breaks the schema is refused for that reason") {
  const Opened opened;
  const std::pair<const char*, ErrorKind> cases[] = {{"l99", ErrorKind::kNotFound},
                                                     {"", ErrorKind::kNotFound},
                                                     {"l5", ErrorKind::kNotFound},
                                                     {"l6", ErrorKind::kInvalidArgument},
                                                     {"l7", ErrorKind::kInvalidArgument}};
  for (const auto& [link, kind] : cases) {
    CAPTURE(link);
    const auto wish = server::wish_of_link(opened.lesson, opened.library.commands, link);
    REQUIRE_FALSE(wish);
    CHECK(wish.error().kind == kind);
  }
}

TEST_CASE("a step's wish is its command with its arguments") {
  const Opened opened;
  const auto wish = server::wish_of_step(opened.lesson, "run-big");
  REQUIRE(wish);
  CHECK(wish->command == "tenstorrent.run");
  CHECK(wish->lesson == "first");
  CHECK(wish->step == "run-big");
  CHECK(std::get<1>(wish->arguments).at("size") == commands::Value{std::int64_t{100}});
  CHECK(server::wish_of_step(opened.lesson, "think").error().kind == ErrorKind::kInvalidArgument);
  CHECK(server::wish_of_step(opened.lesson, "").error().kind == ErrorKind::kNotFound);
}

TEST_CASE("a block names its step as the author wrote it") {
  const Opened opened;
  CHECK(server::step_of_block(opened.lesson, "b1") == "run");
  CHECK(server::step_of_block(opened.lesson, "b4") == "");
  CHECK(server::step_of_block(opened.lesson, "b99") == "");
}
