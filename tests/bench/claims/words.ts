/** What generated complaints speak of, the most frequent first. */
export const NOUNS =
  `compte carte banque frais virement prélèvement conseiller agence paiement montant opération courrier
téléphone remboursement découvert client contrat chèque crédit retard code fraude relevé dossier erreur délai rejet service
cotisation assurance commission plafond livret épargne distributeur retrait commerçant internet application facture salaire
loyer impôt caution succession notaire héritage mandat procuration signature justificatif échéance mensualité taux avenant
garantie hypothèque remise ouverture clôture transfert mobilité opposition contestation litige réclamation médiateur bourse
titre action obligation ordre courtage change devise dollar étranger voyage hôtel billet réservation abonnement résiliation
essai livraison colis vendeur annonce escroquerie hameçonnage lien message identifiant authentification mobile ordinateur
panne écran guichet horaire fermeture attente accueil rendez-vous promesse renseignement brochure publicité parrainage prime
bonus étudiant retraité mineur tutelle curatelle divorce indivision cotitulaire association entreprise artisan trésorerie
affacturage escompte terminal encaissement espèces dépôt coffre lingot monnaie pièce rouleau enveloppe imprimante tampon`
    .split(/\s+/)
    .map((word) => word.trim());

/** How many names of shops there are: `magasin0` comes often, the last ones hardly ever. */
export const SHOPS = 20_000;
