"""Who opens what, by hand: every address and method, twelve visitors, seven account states.

A visitor is a role and how far the object of the address is from it:

    AN  nobody signed in
    OW  the trainee whom the object is about        own
    PE  another trainee of the same organisation    same organisation
    AL  a trainee of another organisation           other organisation
    SU  the supervisor of OW                        supervised
    S2  another supervisor of the organisation      same organisation
    S3  a supervisor of another organisation        other organisation
    MA  a manager of the organisation               same organisation
    M2  a manager of another organisation           other organisation
    AU  an author of the organisation               same organisation
    TN  the trainer of OW's cohort                  accompanied
    TU  the tutor of OW's cohort                    accompanied

A row has the method, the address, then what each visitor finds:

    active     the twelve of them, in that order
    in         invited, with no account yet, their invitation opened in this browser
    2f         second factor pending: asked to show it; led to choose the first one
    suspended  OW to TU, each after their role was suspended
    left       OW to TU, each after their role ended
    link       OW to TU, after the supervision agreement of OW and SU ended
    go         OW to TU, each after their account was suspended, closed or erased

A cell is a letter: y opens; i is sent to sign in; f is sent to the second factor; 3 "not for this
role"; 4 "not there". One letter where eleven are due stands for all of them, one in 2f for both;
= in link stands for the cells of active. "Opens" is the door: what a form may then do has tests of
its own, named in tests/test_permissions.py.
"""

from __future__ import annotations

from typing import NamedTuple

TABLE = """
#    address                                          active       in 2f suspended   left        link go
GET  /                                                yyyyyyyyyyyy y  y  y           y           =    y
GET  /help                                            yyyyyyyyyyyy y  y  y           y           =    y
GET  /privacy                                         yyyyyyyyyyyy y  y  y           y           =    y
GET  /accessibility                                   yyyyyyyyyyyy y  y  y           y           =    y
GET  /healthz                                         yyyyyyyyyyyy y  y  y           y           =    y
GET  /readyz                                          yyyyyyyyyyyy y  y  y           y           =    y
GET  /metrics                                         444444444444 4  4  4           4           =    4
GET  /sign-in                                         yyyyyyyyyyyy y  y  y           y           =    y
POST /sign-in                                         yyyyyyyyyyyy y  y  y           y           =    y
POST /sign-in/passkey                                 yyyyyyyyyyyy y  y  y           y           =    y
GET  /sign-in/link                                    yyyyyyyyyyyy y  y  y           y           =    y
POST /sign-in/link                                    yyyyyyyyyyyy y  y  y           y           =    y
GET  /sign-in/link/sent                               yyyyyyyyyyyy y  y  y           y           =    y
GET  /sign-in/link/wrong-token                        444444444444 4  4  4           4           =    4
POST /sign-in/link/wrong-token                        444444444444 4  4  4           4           =    4
GET  /sign-in/link/{mailed}                           yyyyyyyyyyyy y  y  y           y           =    4yyyyyyyyyy
POST /sign-in/link/{mailed}                           yyyyyyyyyyyy y  y  y           y           =    4yyyyyyyyyy
GET  /forgotten-password                              yyyyyyyyyyyy y  y  y           y           =    y
POST /forgotten-password                              yyyyyyyyyyyy y  y  y           y           =    y
GET  /forgotten-password/sent                         yyyyyyyyyyyy y  y  y           y           =    y
GET  /new-password/wrong-token                        444444444444 4  4  4           4           =    4
POST /new-password/wrong-token                        444444444444 4  4  4           4           =    4
GET  /new-password/{reset}                            yyyyyyyyyyyy y  y  y           y           =    4yyyyyyyyyy
POST /new-password/{reset}                            yyyyyyyyyyyy y  y  y           y           =    4yyyyyyyyyy
GET  /address-confirmed                               yyyyyyyyyyyy y  y  y           y           =    y
GET  /address/wrong-token                             444444444444 4  4  4           4           =    4
POST /address/wrong-token                             444444444444 4  4  4           4           =    4
GET  /address/{wish}                                  yyyyyyyyyyyy y  y  y           y           =    4yyyyyyyyyy
POST /address/{wish}                                  yyyyyyyyyyyy y  y  y           y           =    4yyyyyyyyyy
GET  /v                                               yyyyyyyyyyyy y  y  y           y           =    y
GET  /V                                               yyyyyyyyyyyy y  y  y           y           =    y
GET  /v/0000-0000-0000-0000                           yyyyyyyyyyyy y  y  y           y           =    y
GET  /V/0000000000000000                              yyyyyyyyyyyy y  y  y           y           =    y
POST /v                                               yyyyyyyyyyyy y  y  y           y           =    y
POST /V                                               yyyyyyyyyyyy y  y  y           y           =    y
POST /v/0000-0000-0000-0000                           yyyyyyyyyyyy y  y  y           y           =    y
POST /V/0000000000000000                              yyyyyyyyyyyy y  y  y           y           =    y
POST /language                                        yyyyyyyyyyyy y  y  y           y           =    y
POST /sign-out                                        yyyyyyyyyyyy y  y  y           y           =    y
GET  /invitations/wrong-token                         444444444444 4  4  4           4           =    4
POST /invitations/wrong-token                         444444444444 4  4  4           4           =    4
GET  /invitations/{token}                             yyyyyyyyyyyy y  y  y           y           =    y
POST /invitations/{token}                             yyyyyyyyyyyy y  y  y           y           =    y
GET  /erasure                                         yyyyyyyyyyyy y  y  y           y           =    y
GET  /erasure/wrong-token                             444444444444 4  4  4           4           =    4
POST /erasure/wrong-token                             444444444444 4  4  4           4           =    4
GET  /home                                            iyyyyyyyyyyy i  f  y           y           =    i
POST /role                                            i44444444444 i  f  4           4           =    i
GET  /account                                         iyyyyyyyyyyy i  f  y           y           =    i
GET  /account/names                                   iyyyyyyyyyyy i  f  y           y           =    i
POST /account/names                                   iyyyyyyyyyyy i  f  y           y           =    i
GET  /account/display                                 iyyyyyyyyyyy i  f  y           y           =    i
POST /account/display                                 iyyyyyyyyyyy i  f  y           y           =    i
POST /account/easy-reading                            iyyyyyyyyyyy i  f  y           y           =    i
GET  /account/password                                iyyyyyyyyyyy i  f  y           y           =    i
POST /account/password                                iyyyyyyyyyyy i  f  y           y           =    i
GET  /account/address                                 iyyyyyyyyyyy i  f  y           y           =    i
POST /account/address                                 iyyyyyyyyyyy i  f  y           y           =    i
POST /account/address/cancel                          iyyyyyyyyyyy i  f  y           y           =    i
POST /account/sign-ins/{sign_in}/end                  iy4444444444 i  f  y4444444444 y4444444444 =    i
POST /account/sign-ins/end-others                     iyyyyyyyyyyy i  f  y           y           =    i
GET  /account/data                                    iyyyyyyyyyyy i  f  y           y           =    i
GET  /account/data/readings                           iyyyyyyyyyyy i  f  y           y           =    i
GET  /account/data/export                             iyyyyyyyyyyy i  f  y           y           =    i
POST /account/data/export                             iyyyyyyyyyyy i  f  y           y           =    i
GET  /account/data/export/{export}                    iy4444444444 i  f  y4444444444 y4444444444 =    i
GET  /account/data/erase                              iyyyyyyyyyyy i  f  y           y           =    i
POST /account/data/erase                              iyyyyyyyyyyy i  f  y           y           =    i
POST /account/data/aide-memoires/{asked}/ask          iy4444444444 i  f  y4444444444 y4444444444 =    i
GET  /account/data/aide-memoires/{released}           iy4444444444 i  f  y4444444444 y4444444444 =    i
GET  /second-factor                                   iyyyyyyyyyyy i  yf y           y           =    i
POST /second-factor                                   iyyyyyyyyyyy i  yf y           y           =    i
POST /second-factor/passkey                           iyyyyyyyyyyy i  yf y           y           =    i
GET  /second-factor/backup-code                       iyyyyyyyyyyy i  yf y           y           =    i
POST /second-factor/backup-code                       iyyyyyyyyyyy i  yf y           y           =    i
GET  /confirm                                         iyyyyyyyyyyy i  fy y           y           =    i
POST /confirm                                         iyyyyyyyyyyy i  fy y           y           =    i
POST /confirm/passkey                                 iyyyyyyyyyyy i  fy y           y           =    i
GET  /account/factors                                 iyyyyyyyyyyy i  fy y           y           =    i
GET  /account/factors/app                             iyyyyyyyyyyy i  fy y           y           =    i
POST /account/factors/app                             iyyyyyyyyyyy i  fy y           y           =    i
POST /account/factors/app/remove                      iy4444444444 i  f4 y4444444444 y4444444444 =    i
GET  /account/factors/codes                           iyyyyyyyyyyy i  fy y           y           =    i
POST /account/factors/codes                           iy4444444444 i  f4 y4444444444 y4444444444 =    i
GET  /account/factors/passkeys/new                    iyyyyyyyyyyy i  fy y           y           =    i
POST /account/factors/passkeys/new                    iyyyyyyyyyyy i  fy y           y           =    i
GET  /account/factors/passkeys/{passkey}              iy4444444444 i  f  y4444444444 y4444444444 =    i
POST /account/factors/passkeys/{passkey}              iy4444444444 i  f  y4444444444 y4444444444 =    i
POST /account/factors/passkeys/{passkey}/remove       iy4444444444 i  f  y4444444444 y4444444444 =    i
GET  /path                                            iyyy33333333 i  f  3           3           =    i
GET  /path/missing                                    iyyy33333333 i  f  3           3           =    i
GET  /path/end                                        iyyy33333333 i  f  3           3           =    i
POST /path/end                                        iyyy33333333 i  f  3           3           =    i
GET  /pace                                            iyyy33333333 i  f  3           3           =    i
GET  /pace/pause                                      iyyy33333333 i  f  3           3           =    i
POST /pace/pause                                      iyyy33333333 i  f  3           3           =    i
POST /pace/resume                                     iyyy33333333 i  f  3           3           =    i
POST /pace/more-time                                  i44433333333 i  f  3           3           =    i
GET  /pace/return                                     iyyy33333333 i  f  3           3           =    i
GET  /pace/elsewhere                                  iyyy33333333 i  f  3           3           =    i
GET  /tutor                                           iyyy33333333 i  f  3           3           =    i
POST /tutor                                           iyyy33333333 i  f  3           3           =    i
POST /tutor/draft                                     iyyy33333333 i  f  3           3           =    i
GET  /tutoring                                        i3333333333y i  f  3           3           =    i
GET  /tutoring/{inside}                               i3333333333y i  f  3           3           =    i
POST /tutoring/{inside}                               i3333333333y i  f  3           3           =    i
POST /tutoring/{inside}/draft                         i3333333333y i  f  3           3           =    i
GET  /tutoring/{inside}/contacts                      i3333333333y i  f  3           3           =    i
POST /tutoring/{inside}/contacts                      i3333333333y i  f  3           3           =    i
POST /tutoring/{inside}/settled                       i3333333333y i  f  3           3           =    i
POST /tutoring/{inside}/deadline                      i3333333333y i  f  3           3           =    i
GET  /orgs/{org}/cohorts/{cohort}/modules             i333333y4333 i  f  3           3           =    i
POST /orgs/{org}/cohorts/{cohort}/modules             i333333y4333 i  f  3           3           =    i
GET  /orgs/{org}/trainings/{inside}/deadline          i333333y4333 i  f  3           3           =    i
POST /orgs/{org}/trainings/{inside}/deadline          i333333y4333 i  f  3           3           =    i
GET  /search                                          iyyy33333333 i  f  3           3           =    i
GET  /glossary                                        iyyy33333333 i  f  3           3           =    i
GET  /modules/module-1                                iyyy33333333 i  f  3           3           =    i
GET  /modules/nowhere                                 i44433333333 i  f  3           3           =    i
GET  /studio                                          i33333333y33 i  f  3           3           =    i
GET  /studio/drafts/from-archive                      i33333333y33 i  f  3           3           =    i
POST /studio/drafts/from-archive                      i33333333y33 i  f  3           3           =    i
GET  /studio/drafts/{draft}/report                    i33333333y33 i  f  3           3           =    i
GET  /studio/drafts/{draft}/archive                   i333333y4y33 i  f  3           3           =    i
GET  /studio/versions/{version_with_files}/archive    i333333yyy33 i  f  3           3           =    i
GET  /studio/questions                                i33333333y33 i  f  3           3           =    i
GET  /studio/questions/new                            i33333333y33 i  f  3           3           =    i
POST /studio/questions/new                            i33333333y33 i  f  3           3           =    i
GET  /studio/questions/new/short                      i33333333y33 i  f  3           3           =    i
POST /studio/questions/new/short                      i33333333y33 i  f  3           3           =    i
GET  /studio/questions/{question}/form                i33333333y33 i  f  3           3           =    i
POST /studio/questions/{question}/form                i33333333y33 i  f  3           3           =    i
GET  /studio/questions/import                         i33333333y33 i  f  3           3           =    i
POST /studio/questions/import                         i33333333y33 i  f  3           3           =    i
GET  /studio/questions/export/gift                    i33333333y33 i  f  3           3           =    i
GET  /studio/questions/{question}                     i33333333y33 i  f  3           3           =    i
POST /studio/questions/{question}                     i33333333y33 i  f  3           3           =    i
POST /studio/questions/{question}/drop                i33333333y33 i  f  3           3           =    i
GET  /studio/drafts/new                               i33333333y33 i  f  3           3           =    i
POST /studio/drafts/new                               i33333333y33 i  f  3           3           =    i
GET  /studio/versions/{version_with_files}/statistics i33333333y33 i  f  3           3           =    i
GET  /studio/versions/{version_with_files}/copy       i33333333y33 i  f  3           3           =    i
POST /studio/versions/{version_with_files}/copy       i33333333y33 i  f  3           3           =    i
GET  /studio/drafts/{draft}/sheet                     i33333333y33 i  f  3           3           =    i
POST /studio/drafts/{draft}/sheet                     i33333333y33 i  f  3           3           =    i
GET  /studio/drafts/{draft}/framework                 i33333333y33 i  f  3           3           =    i
POST /studio/drafts/{draft}/framework                 i33333333y33 i  f  3           3           =    i
GET  /studio/drafts/{draft}/glossary                  i33333333y33 i  f  3           3           =    i
POST /studio/drafts/{draft}/glossary                  i33333333y33 i  f  3           3           =    i
GET  /studio/drafts/{draft}/modules/new               i33333333y33 i  f  3           3           =    i
POST /studio/drafts/{draft}/modules/new               i33333333y33 i  f  3           3           =    i
GET  /studio/drafts/{draft}/modules/role              i33333333y33 i  f  3           3           =    i
POST /studio/drafts/{draft}/modules/role              i33333333y33 i  f  3           3           =    i
GET  /studio/drafts/{draft}/modules/role/texts/summary i33333333y33 i  f  3           3           =    i
POST /studio/drafts/{draft}/modules/role/texts/summary i33333333y33 i  f  3           3           =    i
GET  /studio/drafts/{draft}/modules/role/activities/new i33333333y33 i  f  3           3           =    i
POST /studio/drafts/{draft}/modules/role/activities/new i33333333y33 i  f  3           3           =    i
GET  /studio/drafts/{draft}/modules/role/activities/roots i33333333y33 i  f  3           3           =    i
POST /studio/drafts/{draft}/modules/role/activities/roots i33333333y33 i  f  3           3           =    i
GET  /studio/drafts/{draft}/modules/role/activities/check/bank i33333333y33 i  f  3           3           =    i
POST /studio/drafts/{draft}/modules/role/activities/check/bank i33333333y33 i  f  3           3           =    i
GET  /studio/drafts/{draft}/modules/role/activities/roots/easy i33333333y33 i  f  3           3           =    i
POST /studio/drafts/{draft}/modules/role/activities/roots/easy i33333333y33 i  f  3           3           =    i
GET  /studio/drafts/{draft}/modules/role/media        i33333333y33 i  f  3           3           =    i
POST /studio/drafts/{draft}/modules/role/media        i33333333y33 i  f  3           3           =    i
GET  /studio/drafts/{draft}/modules/role/media/sheet.pdf i33333333y33 i  f  3           3           =    i
POST /studio/drafts/{draft}/modules/role/media/sheet.pdf i33333333y33 i  f  3           3           =    i
POST /studio/drafts/{draft}/modules/role/media/sheet.pdf/said i33333333y33 i  f  3           3           =    i
POST /studio/drafts/{draft}/modules/role/media/sheet.pdf/replace i33333333y33 i  f  3           3           =    i
POST /studio/drafts/{draft}/modules/role/media/sheet.pdf/remove i33333333y33 i  f  3           3           =    i
GET  /media/drafts/{draft}/role/sheet.pdf             i333333y4y33 i  f  3           3           =    i
GET  /studio/drafts/{draft}                           i33333333y33 i  f  3           3           =    i
POST /studio/drafts/{draft}/arrange                   i33333333y33 i  f  3           3           =    i
POST /studio/drafts/{draft}/undo                      i33333333y33 i  f  3           3           =    i
POST /studio/drafts/{draft}/typed                     i33333333y33 i  f  3           3           =    i
POST /studio/drafts/{draft}/forget-typed              i33333333y33 i  f  3           3           =    i
POST /studio/drafts/{draft}/preview                   i33333333y33 i  f  3           3           =    i
POST /studio/drafts/{draft}/state                     i33333333y33 i  f  3           3           =    i
GET  /studio/reviews                                  i333333yyy33 i  f  3           3           =    i
GET  /studio/drafts/{draft}/read                      i333333y4y33 i  f  3           3           =    i
POST /studio/drafts/{draft}/read                      i333333y4y33 i  f  3           3           =    i
GET  /orgs/{org}/programmes/{version}/reviews         i333333y4333 i  f  3           3           =    i
POST /orgs/{org}/programmes/{version}/reviews         i333333y4333 i  f  3           3           =    i
GET  /orgs/{org}/programmes                           i333333y4333 i  f  3           3           =    i
GET  /orgs/{org}/programmes/{version}/people          i333333y4333 i  f  3           3           =    i
GET  /orgs/{org}/programmes/drafts/{proposal}/publish i333333y4y33 i  f  3           3           =    i
POST /orgs/{org}/programmes/drafts/{proposal}/publish i333333y4y33 i  f  3           3           =    i
GET  /orgs/{org}/programmes/drafts/{proposal}/changes/framework.toml i333333y4y33 i  f  3           3           =    i
GET  /orgs/{org}/programmes/drafts/{proposal}/findings/role i333333y4y33 i  f  3           3           =    i
GET  /modules/module-1/print                          iyyy33333333 i  f  3           3           =    i
GET  /modules/nowhere/print                           i44433333333 i  f  3           3           =    i
GET  /modules/module-1/summary                        iyyy33333333 i  f  3           3           =    i
GET  /modules/module-1/session                        iyyy33333333 i  f  3           3           =    i
GET  /modules/module-1/steps/1                        iyyy33333333 i  f  3           3           =    i
GET  /modules/module-1/steps/99                       i44433333333 i  f  3           3           =    i
POST /modules/module-1/steps/1                        iyyy33333333 i  f  3           3           =    i
POST /modules/module-1/steps/1/notice                 iyyy33333333 i  f  3           3           =    i
POST /modules/module-1/steps/1/place                  iyyy33333333 i  f  3           3           =    i
GET  /modules/module-1/steps/1/comments               iyyy33333333 i  f  3           3           =    i
POST /modules/module-1/steps/1/comments               iyyy33333333 i  f  3           3           =    i
POST /modules/module-1/steps/1/comments/{comment}/withdraw iy4433333333 i  f  3           3           =    i
POST /modules/module-1/steps/2/notes/1                iyyy33333333 i  f  3           3           =    i
POST /modules/module-1/check                          iyyy33333333 i  f  3           3           =    i
GET  /modules/module-1/check/1                        iyyy33333333 i  f  3           3           =    i
POST /modules/module-1/check/1                        iyyy33333333 i  f  3           3           =    i
POST /modules/module-1/check/1/text                   i44433333333 i  f  3           3           =    i
GET  /modules/module-1/check/review                   iyyy33333333 i  f  3           3           =    i
POST /modules/module-1/check/submit                   iy4433333333 i  f  3           3           =    i
GET  /modules/module-1/check/result                   iyyy33333333 i  f  3           3           =    i
GET  /tutoring/answers                                i3333333333y i  f  3           3           =    i
GET  /tutoring/answers/{answer}                       i3333333333y i  f  3           3           =    i
POST /tutoring/answers/{answer}                       i3333333333y i  f  3           3           =    i
GET  /modules/module-1/steps/2/work                   iyyy33333333 i  f  3           3           =    i
POST /modules/module-1/steps/2/work                   iyyy33333333 i  f  3           3           =    i
POST /modules/module-1/steps/2/work/draft             iyyy33333333 i  f  3           3           =    i
POST /modules/module-1/steps/2/work/withdraw          iyyy33333333 i  f  3           3           =    i
GET  /modules/module-1/steps/1/work                   i44433333333 i  f  3           3           =    i
GET  /competencies                                    iyyy33333333 i  f  3           3           =    i
GET  /competencies/D1                                 iyyy33333333 i  f  3           3           =    i
POST /competencies/D1                                 iyyy33333333 i  f  3           3           =    i
GET  /competencies/D99                                i44433333333 i  f  3           3           =    i
GET  /tutoring/{inside}/competencies                  i333333333yy i  f  3           3           =    i
GET  /tutoring/{inside}/missing                       i333333333yy i  f  3           3           =    i
GET  /tutoring/{inside}/competencies/D1               i333333333yy i  f  3           3           =    i
POST /tutoring/{inside}/competencies/D1               i333333333yy i  f  3           3           =    i
GET  /work/files/{file}                               iy44444444yy i  f  y4444444444 y4444444444 =    i
GET  /positioning                                     iyyy33333333 i  f  3           3           =    i
GET  /positioning/before                              iyyy33333333 i  f  3           3           =    i
POST /positioning/before                              iyyy33333333 i  f  3           3           =    i
POST /positioning/before/share                        i44433333333 i  f  3           3           =    i
GET  /tutoring/{inside}/positioning                   i333333333yy i  f  3           3           =    i
GET  /exemptions                                      iyyy33333333 i  f  3           3           =    i
GET  /exemptions/files/{exemption_file}               iy44444444yy i  f  y4444444444 y4444444444 =    i
GET  /tutoring/{inside}/exemptions                    i333333333yy i  f  3           3           =    i
POST /tutoring/{inside}/exemptions                    i333333333yy i  f  3           3           =    i
GET  /tutoring/exemptions/{exemption}                 i333333333yy i  f  3           3           =    i
POST /tutoring/exemptions/{exemption}                 i333333333yy i  f  3           3           =    i
GET  /tutoring/work                                   i333333333yy i  f  3           3           =    i
GET  /tutoring/work/{work}                            i333333333yy i  f  3           3           =    i
POST /tutoring/work/{work}                            i333333333yy i  f  3           3           =    i
POST /tutoring/work/{work}/draft                      i333333333yy i  f  3           3           =    i
GET  /portfolio                                       iyyy33333333 i  f  y           y           =    i
POST /portfolio                                       iyyy33333333 i  f  y           y           =    i
GET  /portfolio/introduction                          iyyy33333333 i  f  y           y           =    i
POST /portfolio/introduction                          iyyy33333333 i  f  y           y           =    i
GET  /portfolio/own/new                               iyyy33333333 i  f  y           y           =    i
POST /portfolio/own/new                               iyyy33333333 i  f  y           y           =    i
GET  /portfolio/own/{piece}                           iy4433333333 i  f  y4444444444 y4444444444 =    i
POST /portfolio/own/{piece}                           iy4433333333 i  f  y4444444444 y4444444444 =    i
POST /portfolio/own/{piece}/remove-file               iy4433333333 i  f  y4444444444 y4444444444 =    i
GET  /portfolio/files/{own_file}                      iy4433333333 i  f  y4444444444 y4444444444 =    i
POST /portfolio/pieces/{piece}/move                   iy4433333333 i  f  y4444444444 y4444444444 =    i
POST /portfolio/pieces/{piece}/take-out               iy4433333333 i  f  y4444444444 y4444444444 =    i
POST /portfolio/pieces/{piece}/bring-back             iy4433333333 i  f  y4444444444 y4444444444 =    i
POST /portfolio/pieces/{piece_out}/delete             iy4433333333 i  f  y4444444444 y4444444444 =    i
GET  /portfolio/export                                iyyy33333333 i  f  y           y           =    i
POST /portfolio/export                                iyyy33333333 i  f  y           y           =    i
GET  /portfolio/export/{portfolio}                    iy4433333333 i  f  y4444444444 y4444444444 =    i
POST /portfolio/export/{portfolio}/delete             iyyy33333333 i  f  y           y           =    i
GET  /hours                                           iyyy33333333 i  f  y           y           =    i
GET  /supervision                                     iyyy33333333 i  f  3           3           =    i
GET  /people                                          i333yyy33333 i  f  3           3           =    i
GET  /sessions                                        i333yyy33333 i  f  3           3           =    i
GET  /sessions/new                                    i333yyy33333 i  f  3           3           =    i
POST /sessions/new                                    i333yyy33333 i  f  3           3           =    i
GET  /sessions/{session}                              i333y4433333 i  f  3           3           =    i
GET  /sessions/{session}/correct                      i333y4433333 i  f  3           3           =    i
POST /sessions/{session}/correct                      i333y4433333 i  f  3           3           =    i
POST /sessions/{session}/delete                       i333y4433333 i  f  3           3           =    i
GET  /records/{record}                                iy44y4444444 i  f  y4444444444 y4444444444 =    i
GET  /records/{record}/sign                           i444y4444444 i  f  4           4           =    i
POST /records/{record}/sign                           i444y4444444 i  f  4           4           =    i
GET  /records/{record}/texts/shared                   iyyyyyyyyyyy i  f  y           y           =    i
POST /records/{record}/texts/shared                   i444y4444444 i  f  4           4           =    i
POST /records/{record}/texts/private                  i444y4444444 i  f  4           4           =    i
POST /records/{record}/texts/own                      iy4444444444 i  f  y4444444444 y4444444444 =    i
POST /records/{record}/texts/nothing                  i44444444444 i  f  4           4           =    i
POST /records/{record}/texts/shared/autosave          i444y4444444 i  f  4           4           =    i
POST /records/{record}/texts/private/autosave         i444y4444444 i  f  4           4           =    i
POST /records/{record}/texts/own/autosave             iy4444444444 i  f  y4444444444 y4444444444 =    i
POST /records/{record}/withdraw                       i444y4444444 i  f  4           4           =    i
GET  /records/{record}/release                        i44444444444 i  f  4           4           =    i
GET  /records/{asked}/release                         i444y4444444 i  f  4           4           =    i
POST /records/{asked}/release                         i444y4444444 i  f  4           4           =    i
GET  /records/{signed}                                iy44y4444444 i  f  y4444444444 y4444444444 =    i
GET  /records/{signed}/answer/countersign             iy4444444444 i  f  y4444444444 y4444444444 =    i
GET  /records/{signed}/answer/comment                 iy4444444444 i  f  y4444444444 y4444444444 =    i
GET  /records/{signed}/answer/contest                 iy4444444444 i  f  y4444444444 y4444444444 =    i
POST /records/{signed}/answer/countersign             iy4444444444 i  f  y4444444444 y4444444444 =    i
GET  /records/{signed}/revise                         i444y4444444 i  f  4           4           =    i
POST /records/{signed}/revise                         i444y4444444 i  f  4           4           =    i
GET  /records/{revision}                              i444y4444444 i  f  4           4           =    i
GET  /records/{revision}/sign                         i444y4444444 i  f  4           4           =    i
GET  /records/{revision}/answer/countersign           i44444444444 i  f  4           4           =    i
POST /records/{revision}/withdraw-revision            i444y4444444 i  f  4           4           =    i
GET  /records/{corrected}                             iy44y4444444 i  f  y4444444444 y4444444444 =    i
GET  /records/{corrected}/answer/countersign          iy4444444444 i  f  y4444444444 y4444444444 =    i
POST /records/{corrected}/withdraw-revision           i444y4444444 i  f  4           4           =    i
GET  /agreements/{agreement}                          iy44y44y4444 i  f  3           3           =    i
GET  /agreements/{agreement}/end                      iy44y44y4444 i  f  3           3           =    i
POST /agreements/{agreement}/end                      iy44y44y4444 i  f  3           3           =    i
POST /agreements/{proposed}/accept                    i4y4y4433333 i  f  3           3           =    i
POST /agreements/{proposed}/decline                   i4y4y4433333 i  f  3           3           =    i
POST /agreements/{proposed}/withdraw                  i333333y4333 i  f  3           3           =    i
GET  /media/{published}/module-1/sheet.pdf            iyy4444yyyyy i  f  4           4           =    i
GET  /media/{published}/module-1/nothing.pdf          i44444444444 i  f  4           4           =    i
GET  /media/wrong/module-1/sheet.pdf                  i44444444444 i  f  4           4           =    i
GET  /cohorts                                         i333333333yy i  f  3           3           =    i
GET  /cohorts/{cohort}/report                         i333333333yy i  f  3           3           =    i
GET  /cohorts/{cohort}/statistics                     i333333333yy i  f  3           3           =    i
GET  /cohorts/{cohort}/report.csv                     i333333333yy i  f  3           3           =    i
GET  /cohorts/{cohort}/links                          i333333y43y3 i  f  3           3           =    i
POST /cohorts/{cohort}/links                          i333333y43y3 i  f  3           3           =    i
POST /cohorts/{cohort}/links/{link}/close             i333333y43y3 i  f  3           3           =    i
GET  /cohorts/{cohort}/ask                            yyyyyyyyyyyy y  y  y           y           =    y
POST /cohorts/{cohort}/ask                            yyyyyyyyyyyy y  y  y           y           =    y
GET  /requests                                        iyyyyyyyyyyy i  f  y           y           =    i
POST /requests/{asking}/withdraw                      i4y444444444 i  f  4y444444444 4y444444444 =    i
GET  /orgs/{org}/requests                             i333333y4333 i  f  3           3           =    i
GET  /orgs/{org}/requests/{asking}                    i333333y4333 i  f  3           3           =    i
POST /orgs/{org}/requests/{asking}/accept             i333333y4333 i  f  3           3           =    i
POST /orgs/{org}/requests/{asking}/decline            i333333y4333 i  f  3           3           =    i
POST /orgs/{org}/cohorts/{cohort}/requests/open       i333333y4333 i  f  3           3           =    i
POST /orgs/{org}/cohorts/{cohort}/requests/close      i333333y4333 i  f  3           3           =    i
GET  /join/wrong-token                                444444444444 4  4  4           4           =    4
POST /join/wrong-token                                444444444444 4  4  4           4           =    4
GET  /join/{joining}                                  yyyyyyyyyyyy y  y  y           y           =    y
POST /join/{joining}                                  yyyyyyyyyyyy y  y  y           y           =    y
GET  /join/sent                                       yyyyyyyyyyyy y  y  y           y           =    y
GET  /join/letter/wrong-token                         444444444444 4  4  4           4           =    4
POST /join/letter/wrong-token                         444444444444 4  4  4           4           =    4
GET  /join/letter/{letter}                            yyyyyyyyyyyy y  y  y           y           =    y
POST /join/letter/{letter}                            yyyyyyyyyyyy y  y  y           y           =    y
GET  /orgs/{org}/cohorts                              i333333y4333 i  f  3           3           =    i
GET  /orgs/{org}/cohorts/new                          i333333y4333 i  f  3           3           =    i
POST /orgs/{org}/cohorts/new                          i333333y4333 i  f  3           3           =    i
GET  /orgs/{org}/cohorts/{cohort}                     i333333y4333 i  f  3           3           =    i
GET  /orgs/{org}/cohorts/{cohort}/change              i333333y4333 i  f  3           3           =    i
POST /orgs/{org}/cohorts/{cohort}/change              i333333y4333 i  f  3           3           =    i
GET  /orgs/{org}/cohorts/{cohort}/staff               i333333y4333 i  f  3           3           =    i
POST /orgs/{org}/cohorts/{cohort}/staff               i333333y4333 i  f  3           3           =    i
GET  /orgs/{org}/cohorts/{cohort}/people              i333333y4333 i  f  3           3           =    i
POST /orgs/{org}/cohorts/{cohort}/people              i333333y4333 i  f  3           3           =    i
GET  /orgs/{org}/cohorts/{cohort}/people/{inside}/end i333333y4333 i  f  3           3           =    i
POST /orgs/{org}/cohorts/{cohort}/people/{inside}/end i333333y4333 i  f  3           3           =    i
POST /orgs/{org}/cohorts/{cohort}/close               i333333y4333 i  f  3           3           =    i
POST /orgs/{org}/cohorts/{cohort}/reopen              i333333y4333 i  f  3           3           =    i
POST /orgs/{org}/cohorts/{cohort}/staff/{staff}/end   i333333y4333 i  f  3           3           =    i
GET  /calendar                                        iyyy333yy3yy i  f  3           3           =    i
GET  /group-sessions/new                              i333333y43y3 i  f  3           3           =    i
POST /group-sessions/new                              i333333y43y3 i  f  3           3           =    i
GET  /group-sessions/{gathering}                      iy44333y43yy i  f  3           3           =    i
GET  /group-sessions/{gathering}/change               i333333y43y3 i  f  3           3           =    i
POST /group-sessions/{gathering}/change               i333333y43y3 i  f  3           3           =    i
GET  /group-sessions/{gathering}/cancel               i333333y43y3 i  f  3           3           =    i
POST /group-sessions/{gathering}/cancel               i333333y43y3 i  f  3           3           =    i
GET  /group-sessions/{gathering}/close                i333333333y3 i  f  3           3           =    i
POST /group-sessions/{gathering}/close                i333333333y3 i  f  3           3           =    i
GET  /group-sessions/{gathering}/empty-sheet          i333333y43y3 i  f  3           3           =    i
POST /group-sessions/{gathering}/empty-sheet          i333333y43y3 i  f  3           3           =    i
GET  /sheets/{sheet}/file                             i333333y43y3 i  f  3           3           =    i
GET  /half-days/{half_day}/sign                       iy44333333y3 i  f  3           3           =    i
POST /half-days/{half_day}/sign                       iy44333333y3 i  f  3           3           =    i
POST /half-days/{half_day}/take-back                  iy44333333y3 i  f  3           3           =    i
GET  /half-days/{half_day}/round                      i333333333y3 i  f  3           3           =    i
POST /half-days/{half_day}/round                      i333333333y3 i  f  3           3           =    i
GET  /half-days/{half_day}/absence                    i333333333y3 i  f  3           3           =    i
POST /half-days/{half_day}/absence                    i333333333y3 i  f  3           3           =    i
GET  /orgs/{org}/agreements                           i333333y4333 i  f  3           3           =    i
GET  /orgs/{org}/agreements/new                       i333333y4333 i  f  3           3           =    i
POST /orgs/{org}/agreements/new                       i333333y4333 i  f  3           3           =    i
GET  /orgs/{org}/people                               i333333y4333 i  f  3           3           =    i
GET  /orgs/{org}/people/{member}                      i333333y4333 i  f  3           3           =    i
GET  /orgs/{org}/people/{member}/end                  i333333y4333 i  f  3           3           =    i
POST /orgs/{org}/people/{member}/end                  i333333y4333 i  f  3           3           =    i
GET  /orgs/{org}/people/{member}/suspend              i333333y4333 i  f  3           3           =    i
POST /orgs/{org}/people/{member}/suspend              i333333y4333 i  f  3           3           =    i
GET  /orgs/{org}/people/{member}/resume               i33333344333 i  f  3           3           =    i
GET  /orgs/{org}/people/{paused}                      i333333y4333 i  f  3           3           =    i
GET  /orgs/{org}/people/{paused}/suspend              i33333344333 i  f  3           3           =    i
GET  /orgs/{org}/people/{paused}/resume               i333333y4333 i  f  3           3           =    i
POST /orgs/{org}/people/{paused}/resume               i333333y4333 i  f  3           3           =    i
GET  /orgs/{org}/team                                 i333333y4333 i  f  3           3           =    i
GET  /orgs/{org}/settings                             i333333y4333 i  f  3           3           =    i
POST /orgs/{org}/settings                             i333333y4333 i  f  3           3           =    i
GET  /orgs/{org}/invitations                          i333333y4333 i  f  3           3           =    i
GET  /orgs/{org}/invitations/new                      i333333y4333 i  f  3           3           =    i
POST /orgs/{org}/invitations/new                      i333333y4333 i  f  3           3           =    i
POST /orgs/{org}/invitations/{invitation}/send-again  i333333y4333 i  f  3           3           =    i
POST /orgs/{org}/invitations/{invitation}/cancel      i333333y4333 i  f  3           3           =    i
GET  /studio/comments                                 i33333333y33 i  f  3           3           =    i
GET  /studio/comments/{comment}                       i33333333y33 i  f  3           3           =    i
POST /studio/comments/{comment}                       i33333333y33 i  f  3           3           =    i
POST /studio/comments/{answered}/hide-answer          i33333333y33 i  f  3           3           =    i
GET  /certificates                                    iyyyyyyyyyyy i  f  y           y           =    i
GET  /certificates/{certificate}/file                 iy44444y4444 i  f  y4444444444 y4444444444 =    i
GET  /orgs/{org}/certificates                         i333333y4333 i  f  3           3           =    i
GET  /orgs/{org}/certificates/{certificate}           i333333y4333 i  f  3           3           =    i
GET  /orgs/{org}/certificates/{certificate}/withdraw  i333333y4333 i  f  3           3           =    i
POST /orgs/{org}/certificates/{certificate}/withdraw  i333333y4333 i  f  3           3           =    i
GET  /orgs/{org}/certificates/{certificate}/replace   i333333y4333 i  f  3           3           =    i
POST /orgs/{org}/certificates/{certificate}/replace   i333333y4333 i  f  3           3           =    i
POST /orgs/{org}/certificates/zip                     i333333y4333 i  f  3           3           =    i
GET  /orgs/{org}/enrolments/{enrolment}/certificate   i333333y4333 i  f  3           3           =    i
POST /orgs/{org}/enrolments/{enrolment}/certificate   i333333y4333 i  f  3           3           =    i
GET  /orgs/{org}/enrolments/{inside}/version          i333333y4333 i  f  3           3           =    i
POST /orgs/{org}/enrolments/{inside}/version          i333333y4333 i  f  3           3           =    i
GET  /enrolments/{inside}/version                     iy4433333333 i  f  3           3           =    i
POST /enrolments/{inside}/version                     iy4433333333 i  f  3           3           =    i
"""

COLUMNS = ("AN", "OW", "PE", "AL", "SU", "S2", "S3", "MA", "M2", "AU", "TN", "TU")


class Row(NamedTuple):
    """A line of the table."""

    method: str
    address: str
    active: str
    invited: str
    factor: str
    suspended: str
    left: str
    link: str
    gone: str


TABLED = tuple(
    Row(*line.split()) for line in TABLE.strip().splitlines() if not line.startswith("#")
)
