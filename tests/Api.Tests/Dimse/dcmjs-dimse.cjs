// The npm package dcmjs-dimse as the other side of a test, in both roles:
//   node dcmjs-dimse.cjs PACKAGE ask PORT CALLING CALLED WANTED     asks once, WANTED being JSON, and prints what came of it
//   node dcmjs-dimse.cjs PACKAGE serve PORT BACK                    an archive in memory, which prints a line for what happens; it calls
//                                                                   back at the port BACK
const [, , packagePath, role, port, ...more] = process.argv;
const { Client, Dataset, Scp, Server, constants, log, requests, responses } = require(packagePath);
const { PresentationContextResult, SopClass, Status, TransferSyntax } = constants;

const commitmentInstance = '1.2.840.10008.1.20.1.1';
const say = (line) => console.log(JSON.stringify(line));
const list = (value) => (Array.isArray(value) ? value : value ? [value] : []);
const uid = (item) => item.ReferencedSOPInstanceUID;

log.disableAll();

// What a request or report of storage commitment says.
const commitment = (dataset) => ({
  transaction: dataset.getElement('TransactionUID'),
  referenced: list(dataset.getElement('ReferencedSOPSequence')).map(uid),
  failed: list(dataset.getElement('FailedSOPSequence')).map((item) => [uid(item), item.FailureReason]),
});

function send(to, calling, called, asked, { linger, prepare } = {}) {
  return new Promise((resolve, reject) => {
    const client = new Client();
    list(asked).forEach((request) => client.addRequest(request));
    if (prepare) prepare(client);
    client.on('closed', resolve);
    client.on('networkError', reject);
    client.on('associationRejected', () => reject(new Error('The association was rejected')));
    client.send('127.0.0.1', Number(to), calling, called, { associationLingerTimeout: linger || 0 });
  });
}

async function ask(calling, called, text) {
  const wanted = JSON.parse(text);
  const answer = { statuses: [], answers: [], instances: [] };
  const request = {
    echo: () => new requests.CEchoRequest(),
    store: () => new requests.CStoreRequest(wanted.file),
    find: () => requests.CFindRequest.createStudyFindRequest(wanted.keys),
    move: () => requests.CMoveRequest.createStudyMoveRequest(wanted.destination, wanted.study),
    get: () => requests.CGetRequest.createStudyGetRequest(wanted.study),
    commit: () => {
      const action = new requests.NActionRequest(SopClass.StorageCommitmentPushModel, commitmentInstance, 1);
      action.setDataset(new Dataset({
        TransactionUID: wanted.transaction,
        ReferencedSOPSequence: wanted.instances.map(([sopClass, instance]) => (
          { ReferencedSOPClassUID: sopClass, ReferencedSOPInstanceUID: instance })),
      }));
      return action;
    },
  }[wanted.what]();
  request.on('response', (response) => {
    answer.statuses.push(response.getStatus());
    if (response.hasDataset() && wanted.what === 'find') answer.answers.push(response.getDataset().getElement('StudyInstanceUID'));
  });
  await send(port, calling, called, request, {
    prepare: (client) => client.on('cStoreRequest', (stored, callback) => {
      answer.instances.push(stored.getAffectedSopInstanceUid());
      const response = responses.CStoreResponse.fromRequest(stored);
      response.setStatus(Status.Success);
      callback(response);
    }),
  });
  say(answer);
}

function serve(back) {
  const kept = [];

  class Archive extends Scp {
    constructor(socket, opts) {
      super(socket, opts);
      this.association = undefined;
    }

    associationRequested(association) {
      this.association = association;
      association.getPresentationContexts().forEach(({ id }) => {
        const context = association.getPresentationContext(id);
        const syntax = context.getTransferSyntaxUids().find((one) => (
          one === TransferSyntax.ExplicitVRLittleEndian || one === TransferSyntax.ImplicitVRLittleEndian));
        if (syntax) context.setResult(PresentationContextResult.Accept, syntax);
        else context.setResult(PresentationContextResult.RejectTransferSyntaxesNotSupported);
      });
      this.sendAssociationAccept();
    }

    associationReleaseRequested() {
      this.sendAssociationReleaseResponse();
    }

    abort() {}

    cEchoRequest(request, callback) {
      say({ what: 'echo', calling: this.association.getCallingAeTitle() });
      this.succeed(responses.CEchoResponse, request, callback);
    }

    cStoreRequest(request, callback) {
      kept.push(request.getDataset());
      say({ what: 'store', instance: request.getAffectedSopInstanceUid() });
      this.succeed(responses.CStoreResponse, request, callback);
    }

    cFindRequest(request, callback) {
      const studies = new Map(kept.map((one) => [one.getElement('StudyInstanceUID'), one]));
      const found = [...studies.values()].filter((one) => one.getElement('PatientID') === request.getDataset().getElement('PatientID'));
      callback([...found.map((one) => {
        const response = responses.CFindResponse.fromRequest(request);
        response.setDataset(new Dataset({
          QueryRetrieveLevel: 'STUDY', PatientID: one.getElement('PatientID'), StudyInstanceUID: one.getElement('StudyInstanceUID'),
        }));
        response.setStatus(Status.Pending);
        return response;
      }), this.success(responses.CFindResponse, request)]);
    }

    async cMoveRequest(request, callback) {
      const { calling, destination } = {
        calling: this.association.getCalledAeTitle(), destination: request.getCommandDataset().getElement('MoveDestination'),
      };
      await send(back, calling, destination, this.wanted(request).map((one) => new requests.CStoreRequest(one)));
      this.succeed(responses.CMoveResponse, request, callback);
    }

    cGetRequest(request, callback) {
      this.once('done', () => this.succeed(responses.CGetResponse, request, callback));
      this.sendRequests(this.wanted(request).map((one) => new requests.CStoreRequest(one)));
    }

    // Reports what it has been asked about: over the same association where the called title says so.
    nActionRequest(request, callback) {
      const asked = commitment(request.getDataset());
      const has = (instance) => kept.some((one) => one.getElement('SOPInstanceUID') === instance);
      const items = list(request.getDataset().getElement('ReferencedSOPSequence'));
      const failed = items.filter((item) => !has(uid(item)));
      say({ what: 'commit', ...asked });
      this.succeed(responses.NActionResponse, request, callback);
      const report = new requests.NEventReportRequest(SopClass.StorageCommitmentPushModel, commitmentInstance, failed.length ? 2 : 1);
      const content = { TransactionUID: asked.transaction };
      if (failed.length < items.length) content.ReferencedSOPSequence = items.filter((item) => has(uid(item)));
      if (failed.length) content.FailedSOPSequence = failed.map((item) => ({ ...item, FailureReason: 0x0112 }));
      report.setDataset(new Dataset(content));
      report.on('response', (response) => say({ what: 'reported', status: response.getStatus() }));
      const [calling, called] = [this.association.getCalledAeTitle(), this.association.getCallingAeTitle()];
      if (calling.startsWith('SAME')) this.sendRequests(report);
      else send(back, calling, called, report);
    }

    nEventReportRequest(request, callback) {
      say({
        what: 'report', type: request.getEventTypeId(), calling: this.association.getCallingAeTitle(), ...commitment(request.getDataset()),
      });
      this.succeed(responses.NEventReportResponse, request, callback);
    }

    wanted(request) {
      return kept.filter((one) => one.getElement('StudyInstanceUID') === request.getDataset().getElement('StudyInstanceUID'));
    }

    success(type, request) {
      const response = type.fromRequest(request);
      response.setStatus(Status.Success);
      return response;
    }

    succeed(type, request, callback) {
      callback(this.success(type, request));
    }
  }

  const server = new Server(Archive);
  server.on('networkError', (error) => console.error(error.message));
  server.listen(Number(port));
  say({ what: 'listening' });
}

if (role === 'serve') {
  serve(...more);
} else {
  ask(...more).catch((error) => {
    console.error(error.stack || error);
    process.exit(1);
  }).then(() => process.exit());
}
