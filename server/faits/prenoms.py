"""First names common in France, without accents: they tell a person where no civilité does (« Jean MARTIN »)."""

from __future__ import annotations

from server.faits.lexique import read_mots

PRENOMS = read_mots(
    """abdel abdelkader abdellah adam adele adeline adrien agathe agnes ahmed aicha alain albert alexandra alexandre
    alexis alfred ali alice alicia aline alix amandine amelie amina amine anais anatole andre andrea andree ange
    angele angelique anissa anita anna annabelle anne annette annick annie anthony antoine antoinette antonio antony
    apolline ariane armand arnaud arthur astrid aude audrey auguste augustin aurelie aurelien aurore axel aymeric
    baptiste barbara bastien beatrice benedicte benjamin benoit berenice bernadette bernard bertrand blandine boris
    brahim brigitte bruno camille candice capucine carine carla carlos carmen carole caroline cassandra catherine
    cecile cedric celestin celia celine cesar chantal charlene charles charlotte chloe christelle christian
    christiane christine christophe cindy claire clara clarisse claude claudette claudine clemence clement
    clementine clotilde colette coralie corentin corinne cyril cyrille damien daniel daniele danielle david deborah
    delphine denis denise diana didier dimitri dominique donatien dorian dorothee driss edgar edith edmond edouard
    edwige elena eleonore eliane elie eliette elisa elisabeth elise elodie eloise elsa emeline emile emilie emilien
    emma emmanuel emmanuelle enzo eric erika ernest erwan estelle esther etienne eugene eugenie eva evelyne fabien
    fabienne fabrice fanny farid fatiha fatima fatma felix ferdinand fernand fernande fiona flavie flavien flora
    flore florence florent florian francine francis franck francois francoise frederic frederique gabin gabriel
    gabrielle gael gaelle gaetan gaspard gaston genevieve geoffrey georges georgette gerald geraldine gerard germain
    germaine ghislain ghislaine gilbert gilberte gilles ginette gisele giulia gregoire gregory guillaume gustave guy
    gwenaelle habib hamid hamza hanna hassan helene henri henriette herve hicham hippolyte honore hubert hugo hugues
    ibrahim ines ingrid irene iris isaac isabelle ismael jacky jacqueline jacques jade jamila jasmine jason jean
    jeanine jeanne jeannine jennifer jeremie jeremy jerome jessica joachim joanna jocelyne joel joelle johan johanna
    john jonathan jordan jose joseph josephine josette josiane josselin juan jules julia julian julie julien
    juliette justin justine kamel karim karima karine kevin khadija khaled laetitia laila lara laura laure laurence
    laurent laurie lea leila leo leon leonard leonie leonore leopold leslie lila lilian liliane lina line lionel
    lisa lise loic lola lou louane louis louisa louise luc luca lucas lucette lucie lucien lucienne lucile ludivine
    ludovic lydia lydie lylou madeleine mael maelle maelys magali malik malika manon manuel manuela marc marceau
    marcel marcelle margaux margot marguerite maria mariam marianne marie mariette marin marina marine mario marion
    marius marjorie marlene marthe martial martin martine maryline maryse maryvonne mateo mathias mathieu mathilde
    mathis matthieu maud maurice maxence maxime maxine maya medhi megane mehdi melanie melissa melodie mercedes
    michel michele micheline michelle mickael miguel mila milan mireille mohamed mohammed moise monique morgan
    morgane mourad moussa muriel mustapha myriam nabil nadege nadia nadine nassim nathalie nathan nelly nicolas
    nicole nina noa noah noe noel noelle noemie nora norbert oceane odette odile olga oliver olivia olivier omar
    ophelie oriane oscar pascal pascale patrice patricia patrick paul paule paulette pauline pedro perrine philippe
    pierre pierrette quentin rachel rachid raoul raphael raphaelle raymond raymonde regine regis remi remy renaud
    rene renee richard rita robert robin rodolphe roger roland romain romane romeo romuald ronan rosa rose roselyne
    roxane ryan sabine sabrina sacha said salome samia samir samira samuel sandra sandrine sara sarah saul sebastien
    selma serge severine sidonie simon simone sofia sofiane solange solene sonia sophie stanislas stephane stephanie
    suzanne suzette sylvain sylvaine sylvette sylviane sylvie tanguy tania tatiana teddy teresa theo theodore
    theophile therese thibaud thibault thibaut thierry thomas tiffany timothee titouan tom tony tristan ulysse
    valentin valentine valerie valery vanessa veronique vicky victoire victor victoria vincent violaine violette
    virginie viviane vladimir walid wilfried william willy xavier yacine yael yanis yann yannick yasmina yasmine
    yohan yolande youcef youssef yves yvette yvon yvonne zacharie zahra zoe"""
)
