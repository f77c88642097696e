/** The module as the page sees it: in a worker, so that every answer is a promise. */
export type { RemoteCrossFilter, RemoteDataset, RemoteFunctions as RemoteModule } from "veyl/client";
