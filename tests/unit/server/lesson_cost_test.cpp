// Opening a lesson costs what the lesson holds, however many others there are and however many were opened before. Counted in
// allocations, which are the same on every machine.
#include <cstdlib>
#include <new>
#include <string>

#include "fixture.hpp"
#include "server/lesson_view.hpp"

namespace {

std::size_t allocations = 0;
std::size_t allocated = 0;  // bytes

void* counted(std::size_t size) {
  ++allocations;
  allocated += size;
  if (void* memory = std::malloc(size)) return memory;
  throw std::bad_alloc();
}

}  // namespace

// A sanitizer has its own.
#if !__has_feature(address_sanitizer) && !__has_feature(thread_sanitizer)
void* operator new(std::size_t size) { return counted(size); }
void* operator new[](std::size_t size) { return counted(size); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }
constexpr bool kCounts = true;
#else
constexpr bool kCounts = false;
#endif

using namespace tt;

namespace {

struct Cost {
  std::size_t allocations, bytes;
  bool operator==(const Cost&) const = default;
};

template <class Work>
Cost cost_of(Work work) {
  const std::size_t before = allocations, bytes_before = allocated;
  work();
  return {allocations - before, allocated - bytes_before};
}

std::string name_of(std::size_t i) { return "lesson-" + std::to_string(1000 + i); }  // all of one length

std::string text_of(std::size_t i) {
  return "---\nid: " + name_of(i) +
         "\ntitle: T\n---\n\n# H\n\n[Run](command:tenstorrent.run)\n\n| a | b |\n|-|-|\n| 1 | 2 |\n\n```bash\nls\n```\n";
}

server::Library library_of(std::size_t count) {
  server::Library library = fixture::make_library();
  packs::Pack& pack = library.packs.front();
  for (std::size_t i = 0; i < count; ++i) {
    auto lesson = lessons::parse_lesson(name_of(i) + ".md", text_of(i));
    REQUIRE(lesson);
    pack.lessons.push_back({name_of(i) + ".md", std::move(*lesson)});
    pack.problems.push_back({name_of(i) + ".md", 1, lessons::Severity::kInfo, "a-rule", "one remark for each lesson"});
  }
  return library;
}

}  // namespace

TEST_CASE("the thousandth lesson is opened at the cost of the first") {
  if (!kCounts) return;
  const server::Library one = library_of(1), thousand = library_of(1000);
  const auto open = [](const server::Library& library, std::size_t i) {
    return cost_of([&] {
      const auto lesson = server::find_lesson(library, name_of(i));
      REQUIRE(lesson);
      const protocol::Lesson view = server::lesson_view(*lesson, library.commands);
      REQUIRE(view.html.contains("<h1"));
    });
  };
  const Cost first = open(one, 0);
  REQUIRE(first.allocations > 5);
  CHECK(open(thousand, 0) == first);
  CHECK(open(thousand, 999) == first);
  for (std::size_t i = 0; i < 1000; ++i) CHECK(open(thousand, i) == first);
}

TEST_CASE("the thousandth lesson is read at the cost of the first") {
  if (!kCounts) return;
  const auto read = [](std::size_t i) {
    const std::string name = name_of(i) + ".md", text = text_of(i);
    return cost_of([&] { REQUIRE(lessons::parse_lesson(name, text)); });
  };
  (void)read(0);  // what is made once for all
  const Cost first = read(0);
  REQUIRE(first.allocations > 20);
  for (std::size_t i = 1; i < 1000; ++i) CHECK(read(i) == first);
}

TEST_CASE("a lesson of ten times the size is read at ten times the cost at most") {
  if (!kCounts) return;
  const auto read = [](std::size_t copies) {
    std::string text;
    for (std::size_t i = 0; i < copies; ++i) text += text_of(i);
    return cost_of([&] { REQUIRE(lessons::parse_lesson("a.md", text)); });
  };
  (void)read(1);
  const Cost small = read(20), large = read(200);
  CHECK(static_cast<double>(large.bytes) / static_cast<double>(small.bytes) < 13);
  CHECK(static_cast<double>(large.allocations) / static_cast<double>(small.allocations) < 11);
}
