#include <doctest/doctest.h>

#include "devices/inventory.hpp"
#include "server/completion.hpp"
#include "server/lesson_filter.hpp"
#include "server/lesson_hardware.hpp"
#include "server/lesson_place.hpp"

using namespace tt;

namespace {

devices::Inventory cards(std::initializer_list<std::pair<const char*, const char*>> kinds_and_serials) {
  devices::Inventory inventory;
  for (const auto& [kind, serial] : kinds_and_serials) {
    devices::Device& device = inventory.devices.emplace_back();
    device.kind = kind;
    if (*serial != '\0') device.serial = serial;
  }
  return inventory;
}

using Kinds = std::vector<std::string>;

// A pack of lessons a, b, c.
packs::Pack abc() {
  packs::Pack pack;
  pack.info = {"p", "A pack", "1"};
  for (const char* id : {"a", "b", "c"}) {
    lessons::LessonEntry& entry = pack.lessons.emplace_back();
    entry.file = std::string(id) + ".md";
    entry.lesson.front_matter.id = id;
    entry.lesson.front_matter.title = std::string("Lesson ") + id;
  }
  return pack;
}

server::LessonRef at(const packs::Pack& pack, std::size_t index) { return {&pack, &pack.lessons.at(index), nullptr}; }

std::string id_of(const std::optional<protocol::LessonLink>& link) { return link ? link->id : "none"; }

protocol::Step step(protocol::StepStatus status) {
  protocol::Step step;
  step.state.status = status;
  return step;
}

}  // namespace

TEST_CASE("cards are named as lessons name them, and several may make up a machine") {
  CHECK(server::lesson_hardware(cards({})).empty());
  CHECK(server::lesson_hardware(cards({{"unknown", ""}})).empty());
  CHECK(server::lesson_hardware(cards({{"p150a", "1"}, {"p150c", "2"}, {"p100a", "3"}})) == Kinds{"p150", "p100"});
  CHECK(server::lesson_hardware(cards({{"n300", "1"}, {"n300", "2"}, {"n300", "3"}})) == Kinds{"n300"});
  CHECK(server::lesson_hardware(cards({{"n300", "1"}, {"n300", "2"}, {"n300", "3"}, {"n300", "4"}})) == Kinds{"n300", "t3k"});
  CHECK(server::lesson_hardware(cards({{"p300c", "1"}, {"p300c", "1"}})) == Kinds{"p300c"});
  CHECK(server::lesson_hardware(cards({{"p300c", "1"}, {"p300c", "1"}, {"p300c", "2"}, {"p300c", "2"}})) ==
        Kinds{"p300c", "p300x2"});
  CHECK(server::lesson_hardware(cards({{"galaxy-wormhole", ""}, {"galaxy-wormhole", ""}})) == Kinds{"galaxy"});
}

TEST_CASE("the card that is there is preferred, before all one that the lesson supports") {
  lessons::FrontMatter front;
  front.supported_hardware = {"n150", "n300"};
  front.validated_on = {"t3k"};
  const auto preferred = [&](Kinds here) { return server::hardware_of(front, std::move(here)).preferred.value_or("none"); };
  CHECK(preferred({"p150", "n300"}) == "n300");
  CHECK(preferred({"p150"}) == "p150");
  CHECK(preferred({}) == "n150");
  const protocol::LessonHardware hardware = server::hardware_of(front, {"p150"});
  REQUIRE(hardware.choices.size() == 4);
  CHECK(hardware.choices[2] == protocol::HardwareChoice{"t3k", false, true, false});
  CHECK(hardware.choices[3] == protocol::HardwareChoice{"p150", false, false, true});
  front = {};
  CHECK(preferred({}) == "none");
  CHECK(server::hardware_of(front, {"p150"}).choices.at(0).supported);
}

TEST_CASE("the neighbours are the pack's, unless the registry says otherwise") {
  packs::Pack pack = abc();
  CHECK(id_of(server::previous_of(at(pack, 0))) == "none");
  CHECK(id_of(server::next_of(at(pack, 0))) == "b");
  CHECK(id_of(server::next_of(at(pack, 2))) == "none");
  pack.registry_facts["b.md"].next = "";
  pack.registry_facts["a.md"].next = "c";
  CHECK(id_of(server::next_of(at(pack, 1))) == "none");
  CHECK(id_of(server::previous_of(at(pack, 1))) == "a");
  CHECK(server::next_of(at(pack, 0))->title == "Lesson c");
}

TEST_CASE("categories are those of the lessons in their order, with the registry's titles") {
  packs::Pack pack = abc();
  CHECK(server::categories_of(pack).empty());
  CHECK(server::breadcrumb_of(at(pack, 0)).size() == 1);
  pack.lessons[0].lesson.front_matter.category = "two";
  pack.lessons[1].lesson.front_matter.category = "one";
  pack.lessons[2].lesson.front_matter.category = "two";
  pack.registry.categories = {{"one", "The first", "Begin here.", 1}, {"unused", "Unused", "", 2}};
  const auto categories = server::categories_of(pack);
  REQUIRE(categories.size() == 2);
  CHECK(categories[0] == protocol::LessonCategory{"two", "two", {}});
  CHECK(categories[1] == protocol::LessonCategory{"one", "The first", "Begin here."});
  CHECK(server::breadcrumb_of(at(pack, 1)).back() == protocol::Crumb{protocol::CrumbKind::kCategory, "one", "The first"});
}

TEST_CASE("a lesson that names no hardware fits any, one without the status asked for doesn't") {
  protocol::LessonSummary lesson;
  protocol::LessonFilter filter;
  CHECK(server::passes(filter, lesson));
  filter.hardware = {"n150"};
  CHECK(server::passes(filter, lesson));
  lesson.supportedHardware = {"n300"};
  CHECK_FALSE(server::passes(filter, lesson));
  filter.hardware = {"n150", "n300"};
  CHECK(server::passes(filter, lesson));
  filter.status = {"validated"};
  CHECK_FALSE(server::passes(filter, lesson));
  lesson.status = "validated";
  filter.progress = {protocol::LessonProgress::kStarted};
  CHECK_FALSE(server::passes(filter, lesson));
  lesson.progress = protocol::LessonProgress::kStarted;
  CHECK(server::passes(filter, lesson));
}

TEST_CASE("a lesson is done when every step is, or when it was completed as a whole") {
  using protocol::StepStatus;
  const auto progress = [](std::vector<protocol::Step> steps, std::optional<protocol::StepState> completion = {}) {
    return server::progress_of(steps, completion);
  };
  protocol::StepState done;
  done.status = StepStatus::kDone;
  CHECK(progress({}) == protocol::LessonProgress::kTodo);
  CHECK(progress({}, protocol::StepState{}) == protocol::LessonProgress::kTodo);
  CHECK(progress({}, done) == protocol::LessonProgress::kDone);
  CHECK(progress({step(StepStatus::kTodo)}) == protocol::LessonProgress::kTodo);
  CHECK(progress({step(StepStatus::kTodo), step(StepStatus::kFailed)}) == protocol::LessonProgress::kStarted);
  CHECK(progress({step(StepStatus::kDone), step(StepStatus::kRunning)}) == protocol::LessonProgress::kStarted);
  CHECK(progress({step(StepStatus::kDone)}) == protocol::LessonProgress::kDone);
}

TEST_CASE("only a job that ended well, by its gate where it has one, is a success") {
  jobs::JobRecord job;
  job.command = "tenstorrent.x";
  job.state = jobs::JobState::kExited;
  job.exit_code = 0;
  CHECK(server::success_of(job).has_value());
  job.gates = {{"pcc", 0.99, {}}};
  job.verdict = gates::Verdict::kUnknown;
  CHECK_FALSE(server::success_of(job).has_value());
  job.verdict = gates::Verdict::kPassed;
  CHECK(server::success_of(job).has_value());
  job.exit_code = 1;
  CHECK_FALSE(server::success_of(job).has_value());
  job.exit_code = 0;
  job.state = jobs::JobState::kCancelled;
  CHECK_FALSE(server::success_of(job).has_value());
  job.state = jobs::JobState::kExited;
  job.command.clear();
  CHECK_FALSE(server::success_of(job).has_value());
}
