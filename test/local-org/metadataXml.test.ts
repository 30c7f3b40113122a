import { describe, expect, it } from 'vitest';
import { MetadataXmlError, parseXml, writeMetadataFile } from '../../local-org/state/metadata/metadataXml.ts';

describe('XML of metadata', () => {
  it('becomes strings, nested objects and arrays of repeated elements', () => {
    const { root, content } = parseXml(
      '<?xml version="1.0"?><Queue xmlns="u"><name>A</name><s><t>1</t></s><m>x</m><m>007</m><empty/></Queue>'
    );
    expect(root).toBe('Queue');
    expect(content).toEqual({ name: 'A', s: { t: '1' }, m: ['x', '007'], empty: '' });
  });

  it('decodes each reference once, in however large a file', () => {
    expect(parseXml('<a><b>&amp;lt; &#39;x&#x27; &quot;</b></a>').content).toEqual({ b: `&lt; 'x' "` });
    const many = parseXml(`<a>${'<b>&amp;&lt;</b>'.repeat(5000)}</a>`).content['b'] as string[];
    expect(many).toHaveLength(5000);
    expect(new Set(many)).toEqual(new Set(['&<']));
  });

  it('keeps attributes, and the text beside them', () => {
    const { content } = parseXml('<a xmlns:xsi="i"><v xsi:type="xsd:string">text</v><n xsi:nil="true"/></a>');
    expect(content).toEqual({ v: { '@_xsi:type': 'xsd:string', '#text': 'text' }, n: { '@_xsi:nil': 'true' } });
  });

  it('is refused with its line when it is not well-formed', () => {
    expect.assertions(1);
    try {
      parseXml('<a>\n<b>\n</a>');
    } catch (error) {
      expect(error).toMatchObject({ name: 'MetadataXmlError', line: 3 });
    }
  });

  it.each(['', 'text', '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>', '<a>&#99999999999;</a>'])(
    'is refused when it is %j',
    (text) => {
      expect(() => parseXml(text)).toThrow(MetadataXmlError);
    }
  );

  it('is written so that it reads the same', () => {
    const content = {
      fullName: `R&D <"one"> 'two'`,
      values: [
        { field: 'A', value: { '@_xsi:type': 'xsd:string', '#text': 'a < b' } },
        { field: 'B', value: '' }
      ]
    };
    expect(parseXml(writeMetadataFile('CustomMetadata', content))).toEqual({ root: 'CustomMetadata', content });
  });
});
