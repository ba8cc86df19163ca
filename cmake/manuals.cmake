# What the programs write about themselves, in both languages: manuals and completions, made from
# their table of options, and the catalogue of messages.
find_program(MSGFMT msgfmt REQUIRED)

set(catalogue ${CMAKE_BINARY_DIR}/locale/ko/LC_MESSAGES/sillok.mo)
add_custom_command(
  OUTPUT ${catalogue}
  COMMAND ${CMAKE_COMMAND} -E make_directory ${CMAKE_BINARY_DIR}/locale/ko/LC_MESSAGES
  COMMAND ${MSGFMT} --check --output-file=${catalogue} ${CMAKE_SOURCE_DIR}/po/ko.po
  DEPENDS ${CMAKE_SOURCE_DIR}/po/ko.po
  VERBATIM)
add_custom_target(sillok_catalogue ALL DEPENDS ${catalogue})
install(FILES ${catalogue} DESTINATION ${CMAKE_INSTALL_LOCALEDIR}/ko/LC_MESSAGES COMPONENT programs)

# Writes what PROGRAM --generate WHAT says in LANGUAGE to FILE, and has it installed under PLACE.
function(sillok_generate program what language file place)
  set(output ${CMAKE_BINARY_DIR}/${file})
  get_filename_component(directory ${output} DIRECTORY)
  file(MAKE_DIRECTORY ${directory})
  add_custom_command(
    OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -E env LC_ALL=${language} LANGUAGE= $<TARGET_FILE:${program}> --generate ${what}
            > ${output}
    DEPENDS ${program} ${catalogue})
  set_property(GLOBAL APPEND PROPERTY SILLOK_GENERATED ${output})
  install(FILES ${output} DESTINATION ${place} COMPONENT programs)
endfunction()

foreach(program IN ITEMS sillok-index sillok-search)
  sillok_generate(${program} man C man/${program}.1 ${CMAKE_INSTALL_MANDIR}/man1)
  sillok_generate(${program} man ko_KR.UTF-8 man/ko/${program}.1 ${CMAKE_INSTALL_MANDIR}/ko/man1)
  sillok_generate(${program} bash C completions/bash/${program}
                  ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
  sillok_generate(${program} zsh C completions/zsh/_${program}
                  ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions)
  sillok_generate(${program} fish C completions/fish/${program}.fish
                  ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
endforeach()
get_property(generated GLOBAL PROPERTY SILLOK_GENERATED)
add_custom_target(sillok_manuals ALL DEPENDS ${generated})

foreach(language IN ITEMS "" ko/)
  install(FILES man/${language}sillok-query.7 DESTINATION ${CMAKE_INSTALL_MANDIR}/${language}man7
          COMPONENT programs)
  install(FILES man/${language}sillok.3 DESTINATION ${CMAKE_INSTALL_MANDIR}/${language}man3
          COMPONENT development)
endforeach()
