# SPDX-License-Identifier: GPL-2.0-only
# Preset coverage: `cmake --build --preset coverage --target coverage-report`, after its tests have run,
# prints what they reached, file by file, and writes pages with every line to coverage/.

find_program(NF_GCOVR gcovr)
mark_as_advanced(NF_GCOVR)
if(NOT NF_GCOVR)
  message(STATUS "gcovr not found: there will be no target coverage-report")
  return()
endif()
set(report_dir ${CMAKE_BINARY_DIR}/coverage)
add_custom_target(
  coverage-report
  COMMAND ${CMAKE_COMMAND} -E make_directory ${report_dir}
  COMMAND
    ${NF_GCOVR} --root ${CMAKE_SOURCE_DIR} --filter ${CMAKE_SOURCE_DIR}/model/ --filter
    ${CMAKE_SOURCE_DIR}/helper/ --filter ${CMAKE_SOURCE_DIR}/analysis/ --exclude-throw-branches
    --html-details ${report_dir}/index.html --txt --print-summary ${CMAKE_BINARY_DIR}
  USES_TERMINAL VERBATIM
)
