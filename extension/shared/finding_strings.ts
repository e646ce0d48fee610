// The words by which the lesson page says where a lesson stands and which cards it is for. A `{0}` is filled in by the page.
export interface FindingStrings {
  breadcrumb: string;
  showInLearn: string;
  neighbours: string;
  previous: string;
  next: string;
  hardware: string;
  choiceHere: string;
  supported: string;
  supportsOthers: string;
  namesNone: string;
  validatedOn: string;
  validatedOnAt: string;
  validatedNowhere: string;
  have: string;
  haveNone: string;
  blocked: string;
  shownOnly: string;
}
