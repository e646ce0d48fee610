// The search over all loaded lessons: an index that follows the packs, on a thread of its own.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "base/async.hpp"
#include "daemon.hpp"
#include "search/index.hpp"

namespace tt::server {

struct LessonAnswer {
  std::shared_ptr<const Library> library;  // that the keys are of
  search::Answer answer;                   // a hit's key is the lesson's id
};

// Invariant: the index is touched on its one thread alone, which begins with the first search. Touched on the loop's thread.
class LessonSearch {
 public:
  // `daemon` has to outlive it.
  explicit LessonSearch(Daemon& daemon) : daemon_(daemon) {}

  // Brings the index up to the packs as they are now, which parses nothing again and takes in only what changed, and asks it. A
  // cancelled search leaves what it has taken in. Errors as search::Index.
  asio::awaitable<Result<LessonAnswer>> find(std::string text, std::size_t limit);

 private:
  asio::awaitable<Result<void>> follow(std::shared_ptr<const Library> library);

  Daemon& daemon_;
  std::unique_ptr<asio::thread_pool> thread_;
  std::shared_ptr<search::Index> index_;
  std::shared_ptr<const Library> followed_;  // what the index holds; null: nothing yet
};

}  // namespace tt::server
