using System.Text;

namespace EventDicom.Domain.Tests;

public sealed class ReadingDataUris
{
    [Theory]
    [InlineData("data:application/pdf;base64,aGVsbG8=", "application/pdf", "hello")]
    [InlineData("data:application/pdf;filename=generated.pdf;base64,aGVsbG8=", "application/pdf", "hello")]
    [InlineData("data:text/plain;charset=utf-8;x=\"y\";base64,aGVsbG8=", "text/plain", "hello")]
    [InlineData("DATA:Image/PNG;Base64,aGVsbG8=", "image/png", "hello")]
    [InlineData("data:;base64,aGVsbG8=", "text/plain", "hello")]
    [InlineData("data:,hello", "text/plain", "hello")]
    [InlineData("data:text/plain,a%20b%2Cc%C3%A9", "text/plain", "a b,c\u00e9")]
    [InlineData("data:text/plain,100%", "text/plain", "100%")]
    [InlineData("data:application/pdf;base64,aGVs\r\n bG8=", "application/pdf", "hello")]
    [InlineData("data:application/pdf;base64,aGVsbG8%3D", "application/pdf", "hello")]
    [InlineData("data:application/pdf;base64,aGVs%0AbG8%3d", "application/pdf", "hello")]
    [InlineData("data:application/pdf;base64,", "application/pdf", "")]
    [InlineData("data:text/x;base64x,aGVsbG8=", "text/x", "aGVsbG8=")]
    public void gives_their_type_and_their_bytes(string text, string mediaType, string content)
    {
        var uri = DataUri.Find(text).ShouldNotBeNull();
        uri.MediaType.ShouldBe(mediaType);
        Encoding.UTF8.GetString(uri.Decode()).ShouldBe(content);
    }

    [Theory]
    [InlineData("")]
    [InlineData("data:")]
    [InlineData("data:application/pdf;base64")]
    [InlineData("date:x,y")]
    [InlineData(" data:,x")]
    public void passes_over_other_texts(string text) => DataUri.Find(text).ShouldBeNull();

    [Theory]
    [InlineData("data:a/b;base64,aGVsbG8")]
    [InlineData("data:a/b;base64,a*b=")]
    [InlineData("data:a/b;base64,aGVsbG8=%")]
    [InlineData("data:a/b;base64,aGVsbG8=x")]
    public void refuses_what_is_not_in_base64(string text) => Should.Throw<FormatException>(() => DataUri.Find(text)!.Decode());
}
