// Repositories to clone from, made in a temporary folder with libgit2 itself.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "repos/library.hpp"

// Invariant: owns the folder path(), which goes with it.
class Origins {
 public:
  Origins();
  ~Origins();
  Origins(const Origins&) = delete;
  Origins& operator=(const Origins&) = delete;

  const std::filesystem::path& path() const { return path_; }
  std::string url(std::string_view name) const { return "file://" + (path_ / name).string(); }

  // A repository whose one commit, on "main", holds `files` files of some hundred bytes, "dir0/file0" and so on.
  void make(std::string_view name, int files) const;
  // Commits a submodule: `address` at `place`, at the head of the repository `target`.
  void add_submodule(std::string_view name, std::string_view place, std::string_view address, std::string_view target) const;

 private:
  tt::repos::Library library_;
  std::filesystem::path path_;
};
