// What a store's file holds: to make one, to check one, and to save what can be saved from one.
#pragma once

#include <map>
#include <string>
#include <tuple>

#include "database.hpp"
#include "store.hpp"

namespace tt::store {

// The version that this program writes, in PRAGMA user_version. 1: the first.
inline constexpr int kSchemaVersion = 1;
// More than any version will ever be: beyond it the number is damage, not news.
inline constexpr int kHighestVersion = 1000;

// Steps and values; no consents. One that damage or another user made would let something run, and asking again does no harm.
struct Contents {
  using StepKey = std::tuple<std::string, std::string, std::string>;  // pack, lesson, step
  std::map<StepKey, StepRecord> steps;
  std::map<std::string, std::string> values;
};

// What the file's schema says about who may write it.
enum class Schema { kOurs, kNewer };

// Makes the tables where there are none, and checks the whole file. A failure of kind kDamaged says that it can't be used.
Outcome<Schema> prepare_schema(Database& database);

// Row by row from both ends, as far as the pages between let it: a damaged file gives what it can. Rows that no program of
// ours wrote (ill-formed text, no name, a time before 1970) are left out. Never fails: nothing readable is nothing found, and a
// file of another user's isn't read.
Contents salvage(const std::filesystem::path& file);

// Adds all of it, over what is there, in one transaction.
Outcome<void> put_contents(Database& database, const Contents& contents);

}  // namespace tt::store
