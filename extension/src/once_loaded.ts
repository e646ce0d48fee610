// A list that is fetched when somebody first needs it, and again when it may be out of date.

/** Callers that come while an answer is under way wait for the same one; after a failure the next caller asks again. */
export class OnceLoaded {
  private loading_: Promise<void> | undefined;

  constructor(private readonly fetch_: () => Promise<void>) {}

  /** Asks once. */
  load(): Promise<void> {
    this.loading_ ??= this.reload();
    return this.loading_;
  }

  reload(): Promise<void> {
    const loading = this.fetch_();
    this.loading_ = loading;
    loading.catch(() => {
      if (this.loading_ === loading) this.loading_ = undefined;
    });
    return loading;
  }

  /** Asks again where somebody has asked before. A failure is silent: whoever needs the list asks again and hears why. */
  refresh(): void {
    if (this.loading_ !== undefined) void this.reload().catch(() => undefined);
  }
}
