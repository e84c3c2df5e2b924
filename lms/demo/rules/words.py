"""The texts of the demo's records, in French, written as a careful supervisor would."""

from __future__ import annotations

EARLY = (
    "Nous avons relu ensemble une situation de la semaine : ce qui était demandé, ce qui a été "
    "proposé, ce qui a été laissé à la personne.\n\n"
    "À retenir : poser une question avant de proposer une idée.\n\n"
    "Pour la suite : noter un moment où le silence a aidé."
)
FRAME = (
    "Première séance sur le cadre. Nous avons dit ce que la supervision est : un lieu pour penser "
    "la pratique, ni un soin, ni une évaluation.\n\n"
    "Nous avons parlé de la façon d’annoncer, dès la première rencontre, ce qui reste entre soi et "
    "la personne, et ce qui peut être partagé.\n\n"
    "Pour la prochaine fois : une phrase pour présenter le rôle, dite à voix haute."
)
CHANCE_MEETING = (
    "Question apportée : que faire quand on croise en ville une personne que l’on accompagne ?\n\n"
    "Repères construits ensemble : laisser la personne décider si elle salue, en parler avec elle "
    "à la rencontre suivante, ne rien commenter devant d’autres.\n\n"
    "Cela peut aussi se prévoir : « Si nous nous croisons dehors, que préférez-vous ? »"
)
GROUP = (
    "Séance de groupe autour de l’écoute. Chaque personne a apporté un échange où l’envie de "
    "conseiller était forte.\n\n"
    "Ce qui a aidé : reformuler une fois, attendre, demander « qu’est-ce qui serait utile "
    "maintenant ? ».\n\n"
    "Essai pour la suite : une conversation sans aucun conseil, et voir ce qui se passe."
)
TEAM = (
    "Place du pair dans une réunion d’équipe : que dire, que garder, comment demander l’accord de "
    "la personne avant de parler d’elle.\n\n"
    "Formulation essayée : « Je peux dire ce que nous avons convenu ensemble de partager. »"
)
WORDS = (
    "Travail sur les mots : repérer ceux qui ferment, en proposer d’autres, demander à la "
    "personne ceux qu’elle choisit pour elle.\n\n"
    "Le lien avec le module sur l’écoute a été fait."
)
CLOSING = (
    "Bilan de la période. Ce qui a changé dans la façon d’écouter, ce qui reste à explorer.\n\n"
    "Appuis repérés pour la suite : le groupe de pairs du mardi, une personne-ressource dans "
    "l’équipe, la supervision quand une situation pèse."
)
WAITING_ROOM = (
    "Situation apportée : une demande de service, hors du rôle, faite dans une salle d’attente.\n\n"
    "Nous avons cherché une réponse qui dit la limite et garde le lien : ce qui n’est pas "
    "possible, ce qui l’est, vers qui aller.\n\n"
    "Phrase retenue : « Cela, je ne peux pas le faire. Je peux vous accompagner jusqu’à l’accueil, "
    "si vous voulez. »"
)

PRIVATE_MEETING = (
    "Reprendre la question des rencontres en ville après la prochaine séance de groupe."
)
PRIVATE_WAITING = (
    "Penser à apporter la grille sur les demandes hors du rôle. Proposer un jeu de rôle court."
)
PRIVATE_CHECK = (
    "Compte rendu à écrire : présentation du rôle, vocabulaire du service. Préparer un exemple."
)

OWN_FRAME = (
    "Ma phrase de présentation : « Je suis paire-aidante. J’ai traversé des choses qui peuvent "
    "ressembler, et je suis là pour marcher un moment à côté. »"
)
COMMENT = (
    "D’accord avec le compte rendu. J’ajoute que l’exercice de reformulation à trois m’a beaucoup "
    "servi : j’aimerais le refaire."
)
CONTEST = (
    "La séance a duré 45 minutes et non 1 h : j’ai dû partir plus tôt, comme convenu au début. "
    "Le reste me convient."
)
