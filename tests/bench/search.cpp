// Searches lessons as somebody types, by the index and by a plain scan of the same sections: both find all words in one section,
// the last as a beginning. Prints as JSON what a keystroke costs either.
//   bench_search LESSON COUNT BYTES
// makes COUNT lessons of BYTES out of the paragraphs of LESSON, each in an order of its own.
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "clock.hpp"
#include "lessons/sections.hpp"
#include "search/index.hpp"

namespace {

// Of this thread, in nanoseconds: neither side waits for anything, and a neighbour on the machine shows in neither.
std::int64_t cpu_now() {
  timespec time{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

// What a user may look for in the bounty lesson.
constexpr const char* kTyped[] = {"pcc threshold", "tt-metal build",        "teacher forcing accuracy",
                                  "ttnn.linear",   "git clone --recursive", "n150 dram"};

std::vector<std::string> paragraphs(const std::string& text) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find("\n\n", at), text.size());
    // A fence that is cut open would make the rest one block.
    if (text.find("```", at) >= end && end > at) out.push_back(text.substr(at, end - at) + "\n\n");
    at = end + 2;
  }
  return out;
}

std::vector<tt::search::Document> make_documents(const std::string& text, int count, std::size_t bytes) {
  std::vector<std::string> pieces = paragraphs(text);
  std::mt19937 random(5);
  std::vector<tt::search::Document> documents;
  for (int i = 0; i < count; ++i) {
    std::string body = fmt::format("---\nid: l{0}\ntitle: Lesson {0}\n---\n\n# Lesson {0}\n\n", i);
    while (body.size() < bytes) {
      std::ranges::shuffle(pieces, random);
      for (const std::string& piece : pieces) {
        if (body.size() < bytes) body += piece;
      }
      body += fmt::format("```python\nlayer_{} = ttnn.linear(x, w_{})\n```\n\n", i, random() % 1000);
    }
    const auto lesson = tt::lessons::parse_lesson(fmt::format("l{}.md", i), body);
    if (!lesson) throw std::runtime_error(lesson.error().message);
    tt::search::Document& document =
        documents.emplace_back(tt::search::Document{lesson->front_matter.id, "1", lesson->front_matter.title, {}});
    for (tt::lessons::TextSection& section : tt::lessons::sections_of(*lesson)) {
      document.sections.push_back({section.heading, section.anchor, section.text, section.code});
    }
  }
  return documents;
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(), [](char c) { return lower(c); });
  return text;
}

// The rival: every text made lower case beforehand, so that it only looks.
std::size_t scan(const std::vector<std::string>& texts, const std::string& typed) {
  std::vector<std::string> words;
  for (std::size_t at = 0; at < typed.size();) {
    const std::size_t end = std::min(typed.find(' ', at), typed.size());
    if (end > at) words.push_back(typed.substr(at, end - at));
    at = end + 1;
  }
  return static_cast<std::size_t>(std::ranges::count_if(texts, [&](const std::string& text) {
    return std::ranges::all_of(words, [&](const std::string& word) { return text.contains(word); });
  }));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  std::ifstream file(argv[1], std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const std::vector<tt::search::Document> documents =
      make_documents(text, std::atoi(argv[2]), static_cast<std::size_t>(std::atol(argv[3])));
  std::vector<std::string> scanned;
  for (const auto& document : documents) {
    for (const auto& section : document.sections)
      scanned.push_back(lower(section.heading + '\n' + section.text + '\n' + section.code));
  }
  auto index = tt::search::Index::make();
  if (!index) return 1;
  const std::int64_t start = cpu_now();
  for (const auto& document : documents) {
    if (!index->put(document)) return 1;
  }
  const std::int64_t made = cpu_now() - start;

  std::vector<std::int64_t> ours, theirs;
  std::size_t hits = 0, matches = 0;
  for (const std::string typed : kTyped) {
    for (std::size_t letters = 1; letters <= typed.size(); ++letters) {
      const std::string so_far = typed.substr(0, letters);
      const std::int64_t begun = cpu_now();
      const auto answer = index->find(so_far, 50);
      const std::int64_t found = cpu_now();
      matches += scan(scanned, so_far);
      theirs.push_back(cpu_now() - found);
      ours.push_back(found - begun);
      if (!answer) return 1;
      hits += answer->hits.size();
    }
  }
  if (hits == 0 || matches == 0) {
    fmt::print(stderr, "Nothing was found.\n");
    return 1;
  }
  const auto p95 = [](const std::vector<std::int64_t>& samples) { return tt::bench::quantile(samples, 0.95); };
  fmt::print(
      "{{\"sections\":{},\"hits\":{},\"madeNs\":{},\"index\":{{\"p50\":{},\"p95\":{}}},\"scan\":{{\"p50\":{},\"p95\":{}}}}}\n",
      scanned.size(), hits, made, tt::bench::quantile(ours, 0.5), p95(ours), tt::bench::quantile(theirs, 0.5), p95(theirs));
  return 0;
}
