# SPDX-License-Identifier: GPL-2.0-only
# What both kinds of build do about warnings, besides asking for them: the module has none.

option(NF_WERROR "Take the compiler's warnings for errors" OFF)
if(NF_WERROR)
  add_compile_options(-Werror)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++ 12 sees uninitialised variants where there are none, and takes the second of two Ptr to one
  # object for a use of what the first has freed.
  add_compile_options(-Wno-maybe-uninitialized -Wno-use-after-free)
endif()
