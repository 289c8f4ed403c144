using System.Text;

namespace EventDicom.Support;

/// <summary>Pictures as data URIs.</summary>
public static class SyntheticPicture
{
    /// <summary>Of 4 x 2 pixels: 0, 50, 100, 150 and 200, 10, 20, 30.</summary>
    public const string Png =
        "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAQAAAACCAAAAABawyK/AAAAEklEQVR4nGNgMEqZxnCCS0QOAAteAjF/FOxfAAAAAElFTkSuQmCC";

    /// <summary>Netpbm's picture in memory.</summary>
    public static string Pam(int width, int height, int depth, int maximum, params byte[] samples) =>
        "data:image/x-portable-arbitrarymap;base64," + Convert.ToBase64String(
            [.. Encoding.ASCII.GetBytes($"P7\nWIDTH {width}\nHEIGHT {height}\nDEPTH {depth}\nMAXVAL {maximum}\nTUPLTYPE X\nENDHDR\n"),
                .. samples]);
}
