// Does with the npm package dicomweb-client what viewers do, and prints what it got: node dicomweb-client.cjs PACKAGE URL STUDY SERIES INSTANCE FILE
const fs = require('fs');
const [, , packagePath, url, studyInstanceUID, seriesInstanceUID, sopInstanceUID, file] = process.argv;

// The package is made for browsers; of their XMLHttpRequest it needs no more than this.
globalThis.XMLHttpRequest = class {
  constructor() { this.headers = {}; this.readyState = 0; }
  open(method, address) { this.method = method; this.address = address; }
  setRequestHeader(name, value) { this.headers[name] = value; }
  getResponseHeader(name) { return this.answer.headers.get(name); }
  getAllResponseHeaders() { return [...this.answer.headers].map(([name, value]) => `${name}: ${value}`).join('\r\n'); }
  async send(body) {
    try {
      this.answer = await fetch(this.address, { method: this.method, headers: this.headers, body });
      this.status = this.answer.status;
      this.statusText = this.answer.statusText;
      const bytes = await this.answer.arrayBuffer();
      XMLHttpRequest.latest = Buffer.from(bytes);
      this.response = this.responseType === 'json' ? JSON.parse(Buffer.from(bytes)) : this.responseType === 'arraybuffer' ? bytes : Buffer.from(bytes).toString();
      this.responseText = typeof this.response === 'string' ? this.response : undefined;
      this.readyState = 4;
      if (this.onreadystatechange) this.onreadystatechange({ target: this });
      if (this.onload) this.onload({ target: this });
      if (this.onloadend) this.onloadend({ target: this });
    } catch (error) {
      if (this.onerror) this.onerror(error); else throw error;
    }
  }
};

async function main() {
  const { api } = require(packagePath);
  const client = new api.DICOMwebClient({ url });
  const bytes = fs.readFileSync(file);
  const datasets = [bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length)];
  await client.storeInstances({ datasets });

  const text = (model, tag) => model[tag].Value[0];
  const series = { studyInstanceUID, seriesInstanceUID };
  const instance = { ...series, sopInstanceUID };
  const size = (data) => data.byteLength;
  const octets = [{ mediaType: 'application/octet-stream', transferSyntaxUID: '*' }];
  const metadata = await client.retrieveSeriesMetadata(series);
  const bulk = await client.retrieveBulkData({ BulkDataURI: metadata[0]['7FE00010'].BulkDataURI });
  const frames = await client.retrieveInstanceFrames({ ...instance, frameNumbers: [1, 2], mediaTypes: octets });
  const jpeg = await client.retrieveInstanceFrames({
    ...instance, frameNumbers: [2], mediaTypes: [{ mediaType: 'image/jpeg', transferSyntaxUID: '1.2.840.10008.1.2.4.70' }],
  });
  // Pictures it hands on in whatever form its caller's request has asked for: what came is looked at.
  await client.retrieveInstanceRendered({ ...instance, mediaTypes: [{ mediaType: 'image/jpeg' }] });
  const rendered = XMLHttpRequest.latest;
  console.log(JSON.stringify({
    studies: (await client.searchForStudies({ queryParams: { StudyInstanceUID: studyInstanceUID } })).map((study) => text(study, '0020000D')),
    series: (await client.searchForSeries({ studyInstanceUID })).map((found) => text(found, '0020000E')),
    instances: (await client.searchForInstances(series)).map((found) => text(found, '00080018')),
    metadata: metadata.map((model) => text(model, '00080018')),
    instance: size(await client.retrieveInstance(instance)),
    ofSeries: (await client.retrieveSeries(series)).map(size),
    ofStudy: (await client.retrieveStudy({ studyInstanceUID })).map(size),
    bulk: Array.isArray(bulk) ? bulk.map(size) : [size(bulk)],
    frames: frames.map(size),
    isCompressed: size(jpeg[0]) > 0,
    isJpeg: rendered.readUInt16BE(0) === 0xffd8,
  }));
}

main().catch((error) => {
  console.error(error.stack || error);
  process.exit(1);
});
